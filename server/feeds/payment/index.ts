export { providerKey } from './port.ts';
export type { PaymentProvider } from './port.ts';
export { badDay, goodDay, openSimulator } from './simulator.ts';
export type { Simulator, SimulatorHabits } from './simulator.ts';

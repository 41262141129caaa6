export { providerKey } from './payment/port.ts';
export type { PaymentProvider } from './payment/port.ts';
export { badDay, goodDay, openSimulator } from './payment/simulator.ts';
export type { Simulator, SimulatorHabits } from './payment/simulator.ts';

/** The ways to round (OMG DMN 1.5, 10.3.4.3): half to even, half away from or toward zero, away, toward zero, down, up. */
export type Rounding = 'halfEven' | 'halfUp' | 'halfDown' | 'up' | 'down' | 'floor' | 'ceiling';

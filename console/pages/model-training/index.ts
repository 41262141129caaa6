export { TrainPage } from './train-page.tsx';
export { TrainingPage } from './training-page.tsx';

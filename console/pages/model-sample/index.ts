export { SamplePage } from './sample-page.tsx';

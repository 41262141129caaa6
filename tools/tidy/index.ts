export { filePaths, houseFolder, readText } from './tree.ts';

/** Images from files: a folder for each class, PNG and JPEG, any size. */
export { encodeImage, type ImageFormat } from './codec';
export { listImageFolder, type ImageFile, type ImageFolder, type RefusedFile } from './list';
export { type Fit } from './prepare';
export { loadImageFolder, readImages, type ImageOptions, type LabeledImages } from './read';

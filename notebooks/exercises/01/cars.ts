/** The cars on which exercises of chapters 01 and 01b judge what a learner designs. */
import { type Car, type CarRecord, kFold, parseCsv, split } from 'dlts';
import { readBundledText } from 'dlts/dist/learn/author';

/** Training and validation cars of the chapter, without their targets, and ten folds. */
export function carsForDesign(caller: string): {
  cars: Car[];
  targets: number[];
  folds: ReturnType<typeof kFold>;
} {
  const all = parseCsv<CarRecord>(readBundledText(caller, 'cars.csv'));
  const complete = all.filter((car): car is Car =>
    Object.values(car).every((value) => value !== null),
  );
  const { train, validation } = split(complete, { validationSize: 0.2, testSize: 0.2, seed: 42 });
  const cars = [...train, ...validation];
  return {
    cars: cars.map((car) => ({ ...car, milesPerGallon: NaN })),
    targets: cars.map((car) => car.milesPerGallon),
    folds: kFold(cars, { k: 10, seed: 42 }),
  };
}

/** Foreseen wrong answers to exercise 01.5, each with a part of what the check must say. */
import type { Car } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'bend',
    answer: function myFeatures(car: Car): number[] {
      return [
        car.weight,
        car.horsepower,
        car.displacement,
        car.cylinders,
        car.acceleration,
        car.year,
        car.origin === 'Europe' ? 1 : 0,
        car.origin === 'Japan' ? 1 : 0,
      ];
    },
  },
  {
    says: 'hidden',
    answer: function myFeatures(car: Car): number[] {
      return [car.weight, 100 / car.milesPerGallon];
    },
  },
  {
    says: 'at most 14',
    answer: function myFeatures(car: Car): number[] {
      return Array.from({ length: 20 }, (_, power) => (car.weight / 3000) ** power);
    },
  },
  {
    says: 'mixture of the others',
    answer: function myFeatures(car: Car): number[] {
      return [car.weight, car.weight, car.year];
    },
  },
  {
    says: 'must be a number',
    answer: function myFeatures(car: Car): unknown[] {
      return [car.weight, car.origin];
    },
  },
  {
    says: 'logarithm',
    answer: function myFeatures(car: Car): number[] {
      return [car.weight, Math.log(car.cylinders - 4)];
    },
  },
  {
    says: 'as many features',
    answer: function myFeatures(car: Car): number[] {
      return car.name.split(' ').map((word) => word.length);
    },
  },
];

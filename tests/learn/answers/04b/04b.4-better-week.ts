/** Foreseen wrong answers to exercise 04b.4, each with a part of what the check must say. */
import { loadSeattleWeather, type WeatherDay } from 'dlts';
import { earlierCell, type WrongAnswer } from '../../wrong-answer';

export const setup = earlierCell('04b/least-squares.ts');

const SEVEN = [0, 1, 2, 3, 4, 5, 6];
const wrong = (says: string, forecastWeek: (past: WeatherDay[]) => unknown): WrongAnswer => ({
  says,
  answer: forecastWeek,
});
const highs = (past: WeatherDay[]) => past.map(({ temperatureMax }) => temperatureMax);
const today = (past: WeatherDay[]) => highs(past).at(-1) ?? NaN;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean of the same days of the years before, ten to each side. */
const calendar = (past: WeatherDay[], ahead: number) =>
  mean([1, 2].flatMap((year) => around(highs(past), past.length + ahead - 365 * year)));
const around = (values: number[], day: number) =>
  values.slice(Math.max(day - 10, 0), Math.max(day + 11, 0));

export const wrongAnswers: readonly WrongAnswer[] = [
  wrong('no better than "like today"', (past) => SEVEN.map(() => today(past))),
  wrong('Are these degrees', (past) => SEVEN.map(() => today(past) / 10)),
  wrong('no better than the calendar', (past) => SEVEN.map((k) => calendar(past, k))),
  wrong('linear models do as well', (past) =>
    SEVEN.map((k) => {
      const share = [0.7, 0.4, 0.3, 0.2, 0.2, 0.15, 0.1][k] ?? 0;
      return share * today(past) + (1 - share) * calendar(past, k);
    }),
  ),
  wrong('7', (past) => [today(past)]),
  {
    says: 'too good to be true',
    async make() {
      const { rows } = await loadSeattleWeather();
      return (past: WeatherDay[]) => highs(rows.slice(past.length, past.length + 7));
    },
  },
];

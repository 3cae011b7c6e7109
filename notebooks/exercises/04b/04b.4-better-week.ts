/** Exercise 04b.4: a better week. */
import { defineExercise, parseCsv, readBundledText } from 'dlts/dist/learn/author';
import type { WeatherDay } from 'dlts';

/** Mean absolute error that is asked for, and what no model of these columns reaches, in °C. */
const [WANTED, TOO_GOOD] = [2.75, 2.3];

/** Mean absolute errors over the seven days, in °C, for the same weeks of 2014. */
const [LIKE_TODAY, CALENDAR, LINEAR] = [3.55, 3.07, 2.776];

/** Days to forecast at once. */
const HORIZON = 7;

export const exercise = defineExercise({
  title: 'A better week',
  difficulty: 3,
  task: `
Open end. Write \`forecastWeek(past)\`: \`past\` holds the rows of all days so far, the oldest first; return the highest temperatures
of the next seven days, in °C. Anything goes that knows only the past: a network, a regression, a mixture.

The check asks at each day of the **validation** year 2014 that has a whole week after it, and wants a mean absolute error over
all seven days of at most **${WANTED} °C**. There, "like today" has 3.55, the calendar 3.07, and the seven linear models of this notebook
have 2.78. Leave 2015 closed until you are done.`,
  answer: 'forecastWeek',
  placeholder: `
// any training comes here; only days before 2014
function forecastWeek(past: WeatherDay[]): number[] {
  return todo(); // your code: seven temperatures
}`,
  hints: [
    'Begin with the seven linear models and see what they miss. Is the year in Seattle really a single sine wave?',
    'The sine and cosine of *twice* the angle let spring and fall have different shapes.',
    'On December 1, 2014 you know eleven months more than the models of the notebook did. Nobody forbids you to fit again with all of `past`.',
  ],
  check(answer, report) {
    const forecastWeek = report.function(answer);
    const days = parseCsv<WeatherDay>(readBundledText('exercise 04b.4', 'seattle-weather.csv'));
    const from = days.findIndex(({ date }) => date.startsWith('2014'));
    const to = days.findIndex(({ date }) => date.startsWith('2015'));
    let sum = 0;
    for (let today = from; today + HORIZON <= to; today++) {
      const past = days.slice(0, today).map((day) => ({ ...day }));
      const week = report.numbers(
        forecastWeek(past),
        `the week that begins on ${days[today]?.date}`,
        {
          length: HORIZON,
        },
      );
      week.forEach((forecast, k) => {
        sum += Math.abs(forecast - (days[today + k]?.temperatureMax ?? NaN)) / HORIZON;
      });
    }
    const error = sum / (to - from - HORIZON + 1);
    const text = `${error.toFixed(3)} °C on the weeks of 2014`;
    report.demand(
      error > TOO_GOOD,
      `${text}: too good to be true. Has your model seen the days that it forecasts? It may learn from \`past\`, and from nothing later.`,
    );
    const advice =
      error > LIKE_TODAY - 0.01
        ? 'That is no better than "like today". Are these degrees, and does the first number belong to tomorrow?'
        : error > CALENDAR - 0.01
          ? 'That is no better than the calendar. Does your model use the last days as well?'
          : error > LINEAR - 0.01
            ? 'The seven linear models do as well. What do they not know about the year, or about the weeks just gone by?'
            : 'Close. One idea alone hardly gets there; combine two.';
    report.demand(error <= WANTED, `${text}; at most ${WANTED} are wanted. ${advice}`);
    report.remark(
      `${text}. You chose your model on this year, so the number flatters it. Now open 2015, once: does the order of the models stay the same?`,
    );
  },
});

/** `leastSquares` is what an earlier cell defined. */
export function solution(leastSquares: (x: number[][], y: number[]) => number[]) {
  // one line for each day: yesterday's numbers, and two waves for the season
  const rowOf = (day: WeatherDay) => {
    const angle = (2 * Math.PI * Date.parse(day.date)) / (365.25 * 86_400_000); // ms in a day
    const waves = [1, 2].flatMap((n) => [Math.sin(n * angle), Math.cos(n * angle)]);
    const { temperatureMax, temperatureMin, precipitation, wind } = day;
    return [1, temperatureMax, temperatureMin, Math.log1p(precipitation), wind, ...waves];
  };
  function forecastWeek(past: WeatherDay[]): number[] {
    const rows = past.map(rowOf);
    const today = rows[rows.length - 1];
    return [1, 2, 3, 4, 5, 6, 7].map((ahead) => {
      const targets = past.slice(ahead).map((day) => day.temperatureMax);
      const weights = leastSquares(rows.slice(0, -ahead), targets); // fitted anew every day
      return today.reduce((sum, value, j) => sum + value * weights[j], 0);
    });
  }
  return forecastWeek;
}

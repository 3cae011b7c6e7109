/** The reader's way through the exercises, as a table. */
import { Displayable, type MimeBundle } from '../host/displayable';
import { escapeHtml, htmlTable } from '../host/html';
import { type ExerciseProgress, type ProgressFile, readProgress } from './progress-store';
import { chapterDefinition, chapterIds } from './registry';

/** One exercise in the overview. */
export interface ProgressRow {
  id: string;
  title: string;
  state: 'solved' | 'tried' | 'not attempted';
  attempts: number;
  hints: number;
}

/** The overview; `rows` holds one entry per exercise of the course. */
export class ProgressOverview extends Displayable {
  readonly rows: readonly ProgressRow[];
  private readonly quizzes: readonly string[];

  /** @internal */
  constructor(file: ProgressFile) {
    super();
    const chapters = chapterIds().map((id) => chapterDefinition(id));
    this.rows = chapters.flatMap(({ exercises }) =>
      exercises.map(({ id, title }) => toRow(id, title, file.exercises[id])),
    );
    this.quizzes = chapters.flatMap(({ id, quiz }) => {
      const best = file.quizzes[id];
      return best === undefined ? [] : [`${id}: ${best} of ${quiz.length}`];
    });
  }

  override toMimeBundle(): MimeBundle {
    return { 'text/html': this.html(), 'text/plain': this.text() };
  }

  private get summary(): string {
    const solved = this.rows.filter((row) => row.state === 'solved').length;
    const tests = this.quizzes.length === 0 ? '' : ` Self-tests, best: ${this.quizzes.join(', ')}.`;
    return `${solved} of ${this.rows.length} exercises solved.${tests}`;
  }

  private html(): string {
    const names = ['exercise', 'title', 'state', 'attempts', 'hints used'];
    const grid = htmlTable({
      columns: names.map((name) => ({ name })),
      rows: this.rows.map(({ id, title, state, attempts, hints }) => [
        id,
        title,
        `${MARKS[state]} ${state}`,
        String(attempts),
        String(hints),
      ]),
      caption: 'Your progress',
      rowHeaders: true,
    });
    return `<p>${escapeHtml(this.summary)}</p>${grid}`;
  }

  private text(): string {
    const rows = this.rows.map(
      (row) => `${MARKS[row.state]} ${row.id} ${row.title} (${row.state})`,
    );
    return [this.summary, ...rows].join('\n');
  }
}

const MARKS = { solved: '✓', tried: '…', 'not attempted': '○' } as const;

/**
 * Which exercises are solved, tried or still open, in all chapters, on this machine.
 *
 * @returns a table that shows itself; `rows` holds one entry per exercise.
 * @throws Error if the exercises are not compiled.
 *
 * @example
 * progress().rows.length > 0; // true
 */
export function progress(): ProgressOverview {
  return new ProgressOverview(readProgress());
}

function toRow(id: string, title: string, entry: ExerciseProgress | undefined): ProgressRow {
  const { attempts = 0, hints = 0, solved } = entry ?? {};
  const state = solved !== undefined ? 'solved' : attempts > 0 ? 'tried' : 'not attempted';
  return { id, title, state, attempts, hints };
}

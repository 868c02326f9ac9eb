// How does a writer say that it lives? One row, counted on in its epoch.

export const BEAT_EVERY_MS = 400

/** Touches nothing where a later epoch stands; after a crash of the server the row is not there, and is made. */
export const beatOnce = `
  INSERT INTO beat (epoch, n) SELECT $1, 1 FROM writer WHERE epoch = $1
  ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, n = beat.n + 1 WHERE beat.epoch <= excluded.epoch`

-- What is printed about a test belongs to the test; and how long an attempt stood still because the server did.

CREATE TABLE attempt_break ( -- the server was down while an attempt ran out
    attempt INTEGER NOT NULL REFERENCES attempt (id), -- of which
    from_at INTEGER NOT NULL, -- moment of the last sign of life before it
    until_at INTEGER NOT NULL DEFAULT 0, -- moment a trainer resumed the attempt; 0 not yet
    PRIMARY KEY (attempt, from_at)
) STRICT, WITHOUT ROWID;

-- What events tell of earlier breaks: from the last answer before one.
INSERT OR IGNORE INTO attempt_break (attempt, from_at, until_at)
    SELECT t.id,
        max(t.started_at, coalesce((SELECT max(h.at) FROM attempt_answer_history h WHERE h.attempt = t.id AND h.at <= e.at), 0)),
        coalesce((SELECT min(r.at) FROM event r WHERE r.kind = 'attempt_resume' AND r.object = t.id AND r.id > e.id), 0)
    FROM event e JOIN attempt t ON t.id = e.object
    WHERE e.kind = 'attempt_interrupted';

-- Facts that every sheet of a project shared become those of each test; a number and a date only of the one test that
-- the project gives, because no two sheets may have the same.
INSERT OR IGNORE INTO project_fact (project, key, value, set_at, set_by)
    SELECT f.project, f.key || '-' || q.form, f.value, f.set_at, f.set_by
    FROM project_fact f JOIN (SELECT DISTINCT form FROM form WHERE kind = 'quiz') q
    WHERE f.key IN ('programme', 'hours', 'period_from', 'period_to');
INSERT OR IGNORE INTO project_fact (project, key, value, set_at, set_by)
    SELECT f.project, f.key || '-' || min(s.form), f.value, f.set_at, f.set_by
    FROM project_fact f JOIN assignment s ON s.project = f.project AND s.kind = 'quiz'
    WHERE f.key IN ('sheet_number', 'sheet_date')
    GROUP BY f.project, f.key HAVING count(DISTINCT s.form) = 1;
DELETE FROM project_fact
    WHERE key IN ('programme', 'hours', 'period_from', 'period_to', 'sheet_number', 'sheet_date');

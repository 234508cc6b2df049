# ruff: noqa: S608 - the constants below are its only parts
"""The tables of the embedded index. Change anything here and SCHEMA_VERSION changes, which asks for a rebuild."""

import zlib

COLUMNS = ("title", "headings", "summary", "body", "attachment")
TOKENS = "unicode61 remove_diacritics 2"
SCHEMA = f"""
CREATE TABLE entry(id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, url TEXT NOT NULL,
  title TEXT NOT NULL, headings TEXT NOT NULL, summary TEXT NOT NULL, body TEXT NOT NULL, attachment TEXT NOT NULL);
-- Narrow, so that a query with many matches reads few pages.
CREATE TABLE meta(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, published REAL, popularity REAL NOT NULL);
CREATE TABLE audience(id INTEGER, token TEXT, PRIMARY KEY(id, token)) WITHOUT ROWID;
CREATE TABLE facet(id INTEGER, field TEXT, value TEXT, PRIMARY KEY(id, field, value)) WITHOUT ROWID;
CREATE TABLE version(key TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID; -- also of the deleted
CREATE VIRTUAL TABLE fts USING fts5({", ".join(COLUMNS)}, content=entry, content_rowid=id,
  tokenize="porter {TOKENS}", prefix='2 3');
CREATE VIRTUAL TABLE exact USING fts5(title, content=entry, content_rowid=id, tokenize="{TOKENS}", prefix='1 2 3');
CREATE VIRTUAL TABLE cased USING fts5(words, tokenize="{TOKENS}", detail=none);
CREATE VIRTUAL TABLE spell USING fts5(words, tokenize="{TOKENS}", detail=none);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(spell, row);
CREATE TRIGGER entry_in AFTER INSERT ON entry BEGIN
  INSERT INTO fts(rowid, {", ".join(COLUMNS)}) VALUES (new.id, {", ".join("new." + c for c in COLUMNS)});
  INSERT INTO exact(rowid, title) VALUES (new.id, new.title);
END;
CREATE TRIGGER entry_out AFTER DELETE ON entry BEGIN
  INSERT INTO fts(fts, rowid, {", ".join(COLUMNS)}) VALUES ('delete', old.id, {", ".join("old." + c for c in COLUMNS)});
  INSERT INTO exact(exact, rowid, title) VALUES ('delete', old.id, old.title);
END;
"""
SCHEMA_VERSION = zlib.crc32(SCHEMA.encode()) & 0x7FFFFFFF or 1  # 0 is an empty file's

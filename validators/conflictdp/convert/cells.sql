-- What the cells of other datasets mean, for every converter. A reading that cannot be had is NULL.

-- 15960 and 15960.0 are the same whole number; 15960.5 and 1e5 are not read.
CREATE MACRO whole(cell) AS
  CASE WHEN regexp_full_match(cell, '[0-9]{1,12}([.]0+)?') THEN TRY_CAST(cell AS BIGINT) END;

CREATE MACRO day(cell) AS
  CASE WHEN regexp_full_match(cell, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]00:00:00([.]0+)?Z?)?') THEN TRY_CAST(left(cell, 10) AS DATE) END;

-- The number with no zeros behind it: 34.500000 is 34.5, 36.0 is 36.
CREATE MACRO degrees(cell) AS
  CASE WHEN regexp_full_match(cell, '-?(0|[1-9][0-9]{0,2})([.][0-9]+)?')
    THEN regexp_replace(regexp_replace(cell, '([.][0-9]*[1-9])0+$', '\1'), '[.]0+$', '') END;

CREATE MACRO number_or_text(cell) AS coalesce(CAST(whole(cell) AS VARCHAR), cell);

-- The cell where what was made of it does not give it back.
CREATE MACRO unlike(cell, made) AS CASE WHEN cell IS DISTINCT FROM made THEN cell END;

-- The text on one line, with single spaces and none at its ends, composed (NFC). Most texts are so already: what is written
-- in letters and signs that have one form only (of Latin, Cyrillic, Arabic, Chinese, Japanese, Korean) needs no composing.
CREATE MACRO tidy(cell) AS CASE
  WHEN regexp_matches(cell, '[^\x20-\x7E\x{A1}-\x{2FF}\x{400}-\x{482}\x{621}-\x{64A}\x{200B}-\x{2027}\x{3041}-\x{3096}\x{30A1}-\x{30FA}\x{4E00}-\x{9FFF}\x{AC00}-\x{D7A3}\x{1F000}-\x{1FAFF}]|  |^ | $|^$') THEN
    CASE WHEN NOT regexp_full_match(cell, '[\s\x{00A0}]*') THEN
      trim(regexp_replace(nfc_normalize(cell), '[\s\x{00A0}]{2,}|[\t\n\f\r\x{00A0}]', ' ', 'g')) END
  ELSE cell END;

-- The text as a short one. Composing may lengthen a text, by little.
CREATE MACRO short(cell) AS CASE
  WHEN length(cell) < 400 THEN tidy(cell)
  WHEN length(tidy(cell)) > 500 THEN left(tidy(cell), 499) || '…'
  ELSE tidy(cell) END;

-- Whether the text is a short one as it stands.
CREATE MACRO is_short(cell) AS length(cell) <= 500 AND tidy(cell) = cell;

-- Names that differ only in spaces, punctuation, accents and capitals are one.
CREATE MACRO folded(name) AS regexp_replace(lower(strip_accents(name)), '[^\p{L}\p{N}]+', '', 'g');

-- A name as part of an identifier; a digest stands for letters that ASCII has no counterpart for.
CREATE MACRO slug(name) AS nullif(concat_ws('-',
  nullif(trim(regexp_replace(lower(strip_accents(name)), '[^a-z0-9]+', '-', 'g'), '-'), ''),
  CASE WHEN regexp_matches(strip_accents(name), '[^\x00-\x7F]') THEN left(md5(folded(name)), 8) END), '');


-- The first and the last day that year, month and day leave open, where some are unknown (empty or 0), and how precise
-- that is. Nothing is imputed: an unknown month is the whole year.
CREATE MACRO part(cell, top) AS CASE WHEN whole(cell) BETWEEN 1 AND top THEN whole(cell) END;

CREATE MACRO first_day(y, m, d) AS
  TRY_CAST(printf('%04d-%02d-%02d', part(y, 9999), coalesce(part(m, 12), 1), coalesce(CASE WHEN part(m, 12) IS NOT NULL THEN part(d, 31) END, 1)) AS DATE);

CREATE MACRO last_day_of(y, m, d) AS CASE
  WHEN part(m, 12) IS NULL THEN first_day(y, '12', '31')
  WHEN part(d, 31) IS NULL THEN last_day(first_day(y, m, NULL))
  ELSE first_day(y, m, d) END;

CREATE MACRO precision_of(y, m, d) AS CASE
  WHEN part(y, 9999) IS NULL THEN NULL WHEN part(m, 12) IS NULL THEN 'year' WHEN part(d, 31) IS NULL THEN 'month' ELSE 'day' END;

-- 20300503 is a day.
CREATE MACRO compact_day(cell) AS CASE WHEN regexp_full_match(cell, '[0-9]{8}') THEN CAST(try_strptime(cell, '%Y%m%d') AS DATE) ELSE day(cell) END;

-- Whether a machine gave the label.
CREATE MACRO label(cell) AS coalesce(cell IN ('1', '1.0', 'true', 'TRUE', 'True'), FALSE);

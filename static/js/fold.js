// Lower case without accents or ligatures, as activities/words.py folds.

const LIGATURES = { œ: "oe", Œ: "OE", æ: "ae", Æ: "AE", ß: "ss", "’": "'", ʼ: "'" };

export function fold(text) {
  return text
    .replace(/[œŒæÆß’ʼ]/g, (letter) => LIGATURES[letter])
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}

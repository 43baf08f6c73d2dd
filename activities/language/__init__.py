"""The words of French and English, without a model: folding, stems, synonyms, dates, numbers."""

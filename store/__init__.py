"""The dossier as a library: records, dates, storage, index and questions. Knows no terminal."""

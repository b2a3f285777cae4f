import Records

/// The pattern of `LIKE … ESCAPE '\'` for names that hold a text, whatever its case and accents; nil for no text.
func searchPattern(holding text: String?) -> String? {
  let words = sortKey((text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " "))
  if words.isEmpty { return nil }
  let escaped = words.reduce(into: "") { result, character in
    if "\\%_".contains(character) { result.append("\\") }
    result.append(character)
  }
  return "%\(escaped)%"
}

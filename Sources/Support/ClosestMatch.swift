/// The closest match: the name with the smallest edit distance, if that is at most half its length (at least 1).
package func closestMatch(to text: String, in names: [String]) -> String? {
  let wanted = Array(text.prefix(64).lowercased())
  let best = names.map { (name: $0, edits: edits(wanted, Array($0.lowercased()))) }.min { $0.edits < $1.edits }
  guard let best, best.edits <= max(1, best.name.count / 2) else { return nil }
  return best.name
}

/// Levenshtein distance.
private func edits(_ a: [Character], _ b: [Character]) -> Int {
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let above = row[j + 1]
      row[j + 1] = x == y ? diagonal : min(diagonal, above, row[j]) + 1
      diagonal = above
    }
  }
  return row[b.count]
}

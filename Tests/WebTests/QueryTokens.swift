/// A statement split into words, with a group for each pair of parentheses.
indirect enum QueryToken: Equatable {
  case word(String)
  case symbol(String)
  case group([QueryToken])

  /// In lower case, for comparisons; nil for a group.
  var text: String? {
    switch self {
    case .word(let word): word.lowercased()
    case .symbol(let symbol): symbol
    case .group: nil
    }
  }

  var inner: [QueryToken]? { if case .group(let inner) = self { inner } else { nil } }

  static func tokens(of sql: String) -> [QueryToken] {
    var rest = Substring(sql)
    return level(&rest)
  }

  /// Until the parenthesis that closes the level.
  private static func level(_ rest: inout Substring) -> [QueryToken] {
    var found: [QueryToken] = []
    while let next = rest.first {
      if next == "'" {
        found.append(.symbol("'" + text(&rest) + "'"))
      } else if next.isWhitespace {
        rest.removeFirst()
      } else if next == "(" {
        rest.removeFirst()
        found.append(.group(level(&rest)))
      } else if next == ")" {
        rest.removeFirst()
        return found
      } else if next.isLetter || next == "_" || next == "\"" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || "_.\"*".contains($0) }
        rest = rest[word.endIndex...]
        found.append(.word(String(word)))
      } else if next == "?" || next == "$" || next.isNumber {
        let value = rest.prefix { "?$.".contains($0) || $0.isNumber }
        rest = rest[value.endIndex...]
        found.append(.symbol(next.isNumber ? String(value) : "?"))
      } else {
        found.append(.symbol(String(rest.removeFirst())))
      }
    }
    return found
  }

  /// A quoted text; a doubled quote is one of its characters.
  private static func text(_ rest: inout Substring) -> String {
    var text = ""
    rest.removeFirst()
    while let next = rest.popFirst() {
      if next == "'" {
        guard rest.first == "'" else { break }
        rest.removeFirst()
      }
      text.append(next)
    }
    return text
  }
}

extension [QueryToken] {
  /// The pieces between certain words on this level.
  func split(at words: Set<String>) -> [(word: String, tokens: [QueryToken])] {
    var pieces: [(word: String, tokens: [QueryToken])] = [("", [])]
    for token in self {
      if case .word = token, let text = token.text, words.contains(text) {
        pieces.append((text, []))
      } else {
        pieces[pieces.count - 1].tokens.append(token)
      }
    }
    return pieces
  }

  /// All groups, at every depth, that contain a SELECT.
  var queries: [[QueryToken]] {
    compactMap(\.inner).flatMap { inner in inner.isQuery ? [inner] : inner.queries }
  }

  /// Those of them after NOT IN.
  var leftOut: [[QueryToken]] {
    indices.flatMap { index -> [[QueryToken]] in
      guard let inner = self[index].inner else { return [] }
      if !inner.isQuery { return inner.leftOut }
      return index > 1 && self[index - 1].text == "in" && self[index - 2].text == "not" ? [inner] : []
    }
  }

  var isQuery: Bool { first?.text == "select" || first?.text == "with" }

  /// All words, at every depth, except those of subqueries.
  var words: [String] {
    flatMap { token -> [String] in
      switch token {
      case .word(let word): [word]
      case .symbol: []
      case .group(let inner): inner.isQuery ? [] : inner.words
      }
    }
  }

  /// All words, at every depth, in lower case.
  var everyWord: [String] {
    flatMap { token in token.inner?.everyWord ?? (token.isWord ? [token.text ?? ""] : []) }
  }

  /// A possible spelling of it.
  var text: String {
    map { token in token.inner.map { "(\($0.text))" } ?? token.word }.joined(separator: " ")
  }
}

extension QueryToken {
  fileprivate var isWord: Bool { if case .word = self { true } else { false } }
  fileprivate var word: String { if case .word(let word) = self { word } else { text ?? "" } }
}

extension [QueryToken] {
  /// Calls of aggregate functions, except those of subqueries.
  var aggregates: [(text: String, isOfDistinct: Bool)] {
    let names: Set<String> = ["count", "sum", "min", "max", "avg", "total", "group_concat", "string_agg"]
    return indices.flatMap { index -> [(text: String, isOfDistinct: Bool)] in
      guard let inner = self[index].inner else { return [] }
      if inner.isQuery { return [] }
      guard index > 0, let name = self[index - 1].text, names.contains(name) else { return inner.aggregates }
      return [("\(name)(\(inner.text))", inner.first?.text == "distinct")]
    }
  }
}

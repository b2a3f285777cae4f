package import Records

extension ID {
  /// An IRI in its one spelling: those of w3id.org begin with https (xapi.md §3.7).
  init(term: String) {
    let prefix = "http://w3id.org/xapi/"
    self.init(text: term.utf8.starts(with: prefix.utf8) ? "https" + term.utf8.dropFirst(4).text : term)
  }
}

extension ID: Comparable {
  package static func < (a: ID, b: ID) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }
}

extension Substring.UTF8View {
  var text: String { String(Substring(self)) }
}

import Foundation

/// An id compared by its bytes: for Swift, `é` and an e with a combining accent are equal.
package struct ID: Hashable, Sendable {
  package let text: String

  package init(text: String) { self.text = text }

  package static func == (a: ID, b: ID) -> Bool {
    var (a, b) = (a.text, b.text)
    return a.withUTF8 { a in
      b.withUTF8 { b in a.count == b.count && (a.isEmpty || memcmp(a.baseAddress!, b.baseAddress!, a.count) == 0) }
    }
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension Set<ID> {
  package init(ids: some Sequence<String>) { self.init(ids.lazy.map { ID(text: $0) }) }

  package func contains(_ id: String) -> Bool { contains(ID(text: id)) }
}

extension Sequence<String> {
  /// Whether an element has exactly the bytes of this id.
  package func containsID(_ id: String) -> Bool { contains { $0.equalsBytes(of: id) } }
}

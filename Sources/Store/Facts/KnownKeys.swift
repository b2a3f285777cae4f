import DatabaseAccess
import Foundation

/// The keys of records by their ids, asked for many at once and kept for a while, for each kind of record.
final class KnownKeys {
  /// How many keys of a kind are kept; more than that are asked for again.
  private static let limit = 32_768

  private let session: any SQLSession
  private var keys: [String: [ID: Int]] = [:]

  init(_ session: any SQLSession) { self.session = session }

  /// The keys of records of a kind, in the order of their ids; nil where there is no such record.
  func keys(of ids: [ID], _ kind: String) throws -> [Int?] {
    var known = keys.removeValue(forKey: kind) ?? [:]
    if known.count > Self.limit { known = [:] }
    let unknown = ids.filter { known[$0] == nil }.map(\.text)
    if !unknown.isEmpty {
      try session.each("SELECT id, key FROM \(raw: kind) WHERE id \(anyOf: unknown)") { row in
        known[ID(text: row.text(at: 0))] = row.integer(at: 1)
      }
    }
    keys[kind] = known
    return ids.map { known[$0] }
  }
}

/// An id, told from others by its bytes: for Swift, `é` and an e with an accent are the same.
struct ID: Hashable, Sendable {
  let text: String

  static func == (a: ID, b: ID) -> Bool {
    var (a, b) = (a.text, b.text)
    return a.withUTF8 { a in
      b.withUTF8 { b in a.count == b.count && (a.isEmpty || memcmp(a.baseAddress!, b.baseAddress!, a.count) == 0) }
    }
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

import DatabaseAccess
import Foundation
import Support

/// A position in the evidence: the row after which the next page begins. Its text form is opaque to clients.
package struct EvidenceCursor: Sendable, Equatable, Codable {
  let outside: Int
  let place: Int
  let kind: String
  let id: String

  private enum CodingKeys: String, CodingKey {
    case outside = "o"
    case place = "p"
    case kind = "k"
    case id = "i"
  }

  init(_ row: any SQLRow, from column: Int) {
    outside = row.integer(at: column)
    place = row.integer(at: column + 1)
    kind = row.text(at: 0)
    id = row.text(at: 1)
  }

  /// - Returns: nil if the text is not a cursor.
  package init?(_ text: String) {
    guard let data = Base64URL.data(text), let cursor = try? JSONDecoder().decode(Self.self, from: data) else {
      return nil
    }
    self = cursor
  }

  package var text: String {
    get throws { Base64URL.text(Data(try JSONText.encoded(self, []).utf8)) }
  }
}

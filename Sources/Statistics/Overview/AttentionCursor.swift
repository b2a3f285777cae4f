import DatabaseAccess
import Foundation
import Support

/// A position in a list of what needs attention: the row after which the next page begins. Its text form is opaque to
/// clients.
package struct AttentionCursor: Sendable, Codable {
  let list: String
  let urgency: Int
  let lastName: String
  let firstName: String
  let user: String
  let row: String

  private enum CodingKeys: String, CodingKey {
    case list = "k"
    case urgency = "u"
    case lastName = "l"
    case firstName = "f"
    case user = "i"
    case row = "r"
  }

  init(_ kind: AttentionKind, _ row: any SQLRow, from column: Int) {
    list = kind.rawValue
    urgency = row.integer(at: column)
    lastName = row.text(at: column + 1)
    firstName = row.text(at: column + 2)
    user = row.text(at: column + 3)
    self.row = row.text(at: column + 4)
  }

  /// - Returns: nil if the text is not a cursor of the list.
  package init?(_ text: String, of kind: AttentionKind) {
    guard let data = Base64URL.data(text), let cursor = try? JSONDecoder().decode(Self.self, from: data),
      cursor.list == kind.rawValue
    else { return nil }
    self = cursor
  }

  package var text: String {
    get throws { Base64URL.text(Data(try JSONText.encoded(self, []).utf8)) }
  }
}

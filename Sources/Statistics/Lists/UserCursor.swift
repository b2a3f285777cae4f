import DatabaseAccess
import Foundation
import Support

/// A position in the user list: the row after which the next page begins. Its text form is opaque to clients.
package struct UserCursor: Sendable, Equatable {
  let sort: String
  let descending: Bool
  let value: SQLValue
  let lastName: String
  let firstName: String
  let id: String

  private struct Form: Codable {
    var s: String
    var d: Bool
    var n: Int?
    var t: String?
    var l: String
    var f: String
    var i: String
  }

  init(sort: String, descending: Bool, value: SQLValue, lastName: String, firstName: String, id: String) {
    self.sort = sort
    self.descending = descending
    self.value = value
    self.lastName = lastName
    self.firstName = firstName
    self.id = id
  }

  /// - Returns: nil if the text is not a cursor, or is for another sort order.
  package init?(_ text: String, sort: Column, descending: Bool) {
    guard let data = Base64URL.data(text), let form = try? JSONDecoder().decode(Form.self, from: data),
      form.s == sort.key, form.d == descending, sort.isText ? form.n == nil : form.t == nil,
      form.n != nil || form.t != nil || sort.isNullable
    else { return nil }
    let value = form.t.map(SQLValue.text) ?? form.n.map(SQLValue.integer) ?? .null
    self.init(
      sort: sort.key, descending: descending, value: value, lastName: form.l, firstName: form.f, id: form.i)
  }

  package var text: String {
    get throws {
      let form = Form(
        s: sort, d: descending, n: value.integer, t: value.text, l: lastName, f: firstName, i: id)
      return Base64URL.text(Data(try JSONText.encoded(form, []).utf8))
    }
  }
}

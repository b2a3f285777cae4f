/// The user who will have a password. A password made of well-known facts about the user is weak.
package struct PasswordOwner: Sendable {
  /// Shorter words occur in many others.
  private static let shortestWord = 3
  /// The minimum number of letters in addition to the user's own words.
  private static let ownLetters = 6

  private let words: [PasswordText]

  package init(firstName: String, lastName: String, email: String) {
    let (local, domain) = Self.parts(of: email)
    let names = [firstName, lastName].map { PasswordText($0) }
    var words = [firstName, lastName, local, domain].flatMap(PasswordText.words) + names
    words += [PasswordText(firstName + lastName), PasswordText(lastName + firstName), PasswordText(local)]
    words.append(PasswordText("Tallybook"))
    let long = words.filter { $0.scalars.count >= Self.shortestWord }
    self.words = (long + long.map(\.reversed)).sorted { $0.scalars.count > $1.scalars.count }
  }

  /// The local part, and the labels of the domain without the last one.
  private static func parts(of email: String) -> (local: String, domain: String) {
    let parts = email.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count > 1, let local = parts.first, let domain = parts.last else { return (email, "") }
    let labels = domain.split(separator: UInt8(ascii: ".")).dropLast().map { String(decoding: $0, as: UTF8.self) }
    return (String(decoding: local, as: UTF8.self), labels.joined(separator: " "))
  }

  /// Whether a password is hardly more than the user's own words, possibly reversed, with digits and symbols, or with
  /// digits for letters.
  func isGuess(_ password: String) -> Bool {
    ([PasswordText(password)] + PasswordText.spelled(password)).contains { text in
      let rest = words.reduce(text) { $0.without($1) }
      return rest.scalars.count < text.scalars.count && rest.core.scalars.count < Self.ownLetters
    }
  }
}

/// A user's first and last name. Other systems may send only a part of it; users always have both.
package struct PersonName: Sendable {
  package let first: String
  package let last: String

  /// Derives a missing part from the whole name, or else from the address.
  package init(given: String?, family: String?, whole: String?, email: String) {
    let local = String(email.prefix { $0 != "@" })
    let words = (whole ?? local).split(separator: " ").map(String.init)
    first = given ?? (words.count > 1 ? words.dropLast().joined(separator: " ") : words.first) ?? local
    last = family ?? words.last ?? local
  }

  /// Derives a missing part from the words of an address: `ada.lovelace@…`.
  /// - Parameter fallback: the last name if the address consists of one word.
  package init(first: String?, last: String?, address: String, fallback: String) {
    let local = address.split(separator: "@").first.map(String.init) ?? address
    let words = local.split { ".-_+ ".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    self.first = first ?? words.first ?? "Platform"
    self.last = last ?? (words.count > 1 ? words.dropFirst().joined(separator: " ") : fallback)
  }
}

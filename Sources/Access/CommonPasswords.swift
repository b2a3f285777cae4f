import CCrackLib
import Foundation
import Synchronization

/// Common passwords: dictionary words (also reversed or decorated), keyboard rows and repetitions. Uses CrackLib and
/// the system's dictionary.
package enum CommonPasswords {
  /// The path of the dictionary without file extensions.
  package static var dictionary: String { String(cString: GetDefaultCracklibDict()) }
  /// Shorter words occur in many good passwords.
  private static let shortestWord = 4
  /// Common passwords that are rejected even without a dictionary.
  private static let few: Set<String> = [
    "password", "passwort", "passwords", "motdepasse", "contrasena", "qwerty", "qwertyuiop", "azerty", "azertyuiop",
    "letmein", "welcome", "iloveyou", "monkey", "dragon", "football", "baseball", "superman", "princess", "sunshine",
    "admin", "administrator", "login", "secret", "changeme", "summer", "winter", "spring", "autumn", "master", "hello",
    "freedom", "whatever", "trustno", "starwars", "pokemon", "batman", "michael", "jordan", "shadow", "killer",
    "computer", "internet", "default", "guest", "test", "qazwsx", "qazwsxedc", "zaqwsx", "asdfgh", "asdfghjkl",
    "zxcvbnm",
  ]
  /// CrackLib uses static memory and is not thread-safe.
  private static let turn = Mutex(())

  /// Whether the dictionary can be read. CrackLib exits the process if it cannot.
  package static func isReadable(_ dictionary: String = dictionary) -> Bool {
    turn.withLock { _ in
      guard let opened = open(dictionary) else { return false }
      PWClose(opened)
      return true
    }
  }

  /// - Parameter dictionary: if it cannot be read, only the passwords listed here and systematic ones are found.
  package static func contains(_ password: String, dictionary: String = dictionary) -> Bool {
    let words = words(of: password)
    if words.contains(where: few.contains) { return true }
    return turn.withLock { _ in
      guard let opened = open(dictionary) else { return isSystematic(password) }
      let isThere = words.contains { holds(opened, $0) }
      PWClose(opened)
      // A fixed user name: without one, CrackLib uses the name of the process's user.
      return isThere || FascistCheckUser(password, dictionary, "tallybook", nil) != nil
    }
  }

  /// The words in a password, without case, accents, symbols, surrounding digits, digits for letters, and repetition.
  private static func words(of password: String) -> Set<String> {
    let texts = ([PasswordText(password)] + PasswordText.spelled(password)).flatMap { [$0, $0.core] }
    let whole = texts + texts.compactMap(\.unit)
    return Set((whole + whole.map(\.reversed)).filter { $0.scalars.count >= shortestWord }.map(\.text))
  }

  private static func open(_ dictionary: String) -> UnsafeMutablePointer<PWDICT>? {
    guard access(dictionary + ".pwd", R_OK) == 0, access(dictionary + ".pwi", R_OK) == 0 else { return nil }
    var mode: [CChar] = [CChar(UInt8(ascii: "r")), 0]
    return PWOpen(dictionary, &mode)
  }

  private static func holds(_ opened: UnsafeMutablePointer<PWDICT>, _ word: String) -> Bool {
    var word = Array(word.utf8CString)
    return word.count < Int(MAXWORDLEN) && FindPW(opened, &word) < count(opened)
  }

  /// The number of words, which `FindPW` returns for an unknown word: CrackLib numbers words from 0.
  private static func count(_ opened: UnsafeMutablePointer<PWDICT>) -> UInt32 {
    var nothing: [CChar] = [1, 0]
    return FindPW(opened, &nothing)
  }

  /// The check without a dictionary: few different characters, or each next to the previous one.
  private static func isSystematic(_ password: String) -> Bool {
    let scalars = password.unicodeScalars.map { Int($0.value) }
    let steps = Set(zip(scalars, scalars.dropFirst()).map { $1 - $0 })
    return Set(scalars).count < 5 || steps.isSubset(of: [-1, 0, 1, 9, -9])
  }
}

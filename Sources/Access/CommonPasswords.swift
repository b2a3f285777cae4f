import CCrackLib
import Foundation
import Synchronization

/// Passwords that many have: words of a dictionary, forwards, backwards and dressed up, rows of keys, and repetitions;
/// by CrackLib, and the dictionary of the system.
package enum CommonPasswords {
  /// Where the dictionary is, without the endings of its files.
  package static var dictionary: String { String(cString: GetDefaultCracklibDict()) }
  /// A shorter word is in many good passwords.
  private static let shortestWord = 4
  /// What is known without a dictionary.
  private static let few: Set<String> = [
    "password", "passwort", "passwords", "motdepasse", "contrasena", "qwerty", "qwertyuiop", "azerty", "azertyuiop",
    "letmein", "welcome", "iloveyou", "monkey", "dragon", "football", "baseball", "superman", "princess", "sunshine",
    "admin", "administrator", "login", "secret", "changeme", "summer", "winter", "spring", "autumn", "master", "hello",
    "freedom", "whatever", "trustno", "starwars", "pokemon", "batman", "michael", "jordan", "shadow", "killer",
    "computer", "internet", "default", "guest", "test", "qazwsx", "qazwsxedc", "zaqwsx", "asdfgh", "asdfghjkl",
    "zxcvbnm",
  ]
  /// CrackLib keeps what it works on in static memory.
  private static let turn = Mutex(())

  /// Whether the dictionary can be read. CrackLib ends the program if it is asked without one.
  package static func isReadable(_ dictionary: String = dictionary) -> Bool {
    turn.withLock { _ in
      guard let opened = open(dictionary) else { return false }
      PWClose(opened)
      return true
    }
  }

  /// - Parameter dictionary: without one that can be read, the few that are known here, and the most simple ones.
  package static func contains(_ password: String, dictionary: String = dictionary) -> Bool {
    let words = words(of: password)
    if words.contains(where: few.contains) { return true }
    return turn.withLock { _ in
      guard let opened = open(dictionary) else { return isSystematic(password) }
      let isThere = words.contains { holds(opened, $0) }
      PWClose(opened)
      // A name that is nobody's: without one it would take that of whoever runs the program.
      return isThere || FascistCheckUser(password, dictionary, "tallybook", nil) != nil
    }
  }

  /// What is left of a password without case, accents, signs, digits around it, digits for letters, and repetition.
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

  /// The number that stands for "not in it": CrackLib numbers the words from 0.
  private static func count(_ opened: UnsafeMutablePointer<PWDICT>) -> UInt32 {
    var nothing: [CChar] = [1, 0]
    return FindPW(opened, &nothing)
  }

  /// Without a dictionary: few different signs, or each next to the one before.
  private static func isSystematic(_ password: String) -> Bool {
    let scalars = password.unicodeScalars.map { Int($0.value) }
    let steps = Set(zip(scalars, scalars.dropFirst()).map { $1 - $0 })
    return Set(scalars).count < 5 || steps.isSubset(of: [-1, 0, 1, 9, -9])
  }
}

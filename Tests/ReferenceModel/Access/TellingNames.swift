/// Names and email addresses that contain the user's number, so that a user is recognised in any text that names them.
package enum TellingNames {
  /// The numbers of the users that a text names: `zq`, a number, `x`.
  package static func numbers(in text: some Sequence<UInt8>) -> Set<Int> {
    var (found, number, seen) = (Set<Int>(), 0, 0)
    for byte in text {
      switch (seen, byte) {
      case (0, UInt8(ascii: "z")): seen = 1
      case (1, UInt8(ascii: "q")): (seen, number) = (2, 0)
      case (2..., UInt8(ascii: "0")...UInt8(ascii: "9")): (seen, number) = (3, number * 10 + Int(byte) - 48)
      case (3, UInt8(ascii: "x")):
        found.insert(number)
        seen = 0
      default: seen = byte == UInt8(ascii: "z") ? 1 : 0
      }
    }
    return found
  }

  static func text(_ number: Int) -> String { "zq\(number)x" }
}

extension RandomPlatform {
  /// The same platform with recognisable names; deleted users share no address with others.
  package func withTellingNames() -> RandomPlatform {
    var platform = self
    platform.replace("users") { number, user in
      var user = user
      let text = TellingNames.text(number)
      (user["first_name"], user["last_name"], user["email"]) = ("F\(text)", "L\(text)", "e\(text)@example.com")
      return user
    }
    return platform
  }

  /// The same platform without the facts of these users.
  package func without(factsOf users: Set<String>) -> RandomPlatform {
    var platform = self
    for kind in ["attempts", "answers", "assessment_results", "attendances", "certificates"] {
      platform.remove(kind) { users.contains($0["user"] ?? "") }
    }
    return platform
  }
}

extension ReferencePlatform.User {
  /// The number in the recognisable name.
  package var number: Int { TellingNames.numbers(in: email.utf8).first ?? -1 }
}

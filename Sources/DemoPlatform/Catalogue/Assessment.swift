/// An assessment: a number is all that there is to it.
enum Assessment {
  /// Whether its results say passed or failed and have no score.
  static func isPassOrFail(_ number: Int) -> Bool { number % 8 == 7 }

  static func topic(_ number: Int) -> Int { number * 5 % Topics.all.count }

  static func name(_ number: Int) -> String {
    let edition = number / Topics.all.count
    let name = "Assessment: " + Topics.all[topic(number)]
    return edition == 0 ? name : "\(name) \(edition + 1)"
  }
}

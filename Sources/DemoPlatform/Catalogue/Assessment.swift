/// An assessment, identified only by its number.
enum Assessment {
  /// Whether its results are pass or fail, without a score.
  static func isPassOrFail(_ number: Int) -> Bool { number % 8 == 7 }

  static func topic(_ number: Int) -> Int { number * 5 % Topics.all.count }

  static func name(_ number: Int) -> String {
    let edition = number / Topics.all.count
    let name = "Assessment: " + Topics.all[topic(number)]
    return edition == 0 ? name : "\(name) \(edition + 1)"
  }
}

/// Values that are valid and difficult: limits, ties, accents, quotes.
enum Awkward {
  static let lastNames = [
    "Strasse", "Straße", "strasse", "Ångström", "Angstrom", "A\u{30A}ngstro\u{308}m", "O'Neil", "O’Hara", "de Souza",
    "=SUM(A1)", "+plus", "-dash", "@at", "\ttab", "Łukasz", "ıdil", "İnci", "ΣΊΣΥΦΟΣ", "Σίσυφος", "Ｗｉｄｅ", "ﬁsh", "Fish",
    "Quo\"te", "Com,ma", "Semi;colon", "line\nbreak", "line\r\nbreak", "王", "한글", "ᏸᏹ", "\u{10D0}\u{10D1}", "Smith ",
    " Smith", "smith", "Smith", "SMITH", "x10", "x9", "\u{301}", "=\u{301}x", "🙂", "\rreturn", "Wałęsa", "Ødegård",
    "Yıldız", "Ævar",
  ]
  static let firstNames = [
    "Ann", "ann", "ANN", "Änn", "Anñ", "Bob", "Émile", "émile", "E\u{301}mile", "Zoë", "=cmd,\"line\nbreak", "Ａnn",
    "José",
    "-1+1", "Maria", "Maria", "Đuro", "ǅon", "ß", "SS", "小龍", "Søren", "Anna-Maria", "Þór",
  ]
  static let groupNames = [
    "Ops", "Sales", "sales", "École", "Ecole", "E\u{301}cole", "=Sum", "Team 1", "team 1", "Team 10", "Team 9",
    "Ops (Platform)", "10 Downing", "-minus", "Quo\"te", "Twin", "Twin", "Twin", "Über, alles", "Two\nlines",
  ]
  static let texts = [
    "Chef", "=HYPERLINK(1)", "x;y", "\t tab", "a,b", "say \"hi\"", "two\r\nlines", "@home", "-", "Łódź",
  ]
  static let names = ["Zebra", "zebra", "Élan", "elan", "=1+1", "x10", "x9", "Älter", "alter", "Com,ma", "Quo\"te"]
  static let ids = [
    "a/b", "ü", "q?x=1&y", "100%", "c+d", "=1", "semi;colon", "co:lon", "quo\"te", "co,mma", "Ω-1",
    "x10", "x9",
  ]

  /// Dates that are at the limits of facts and filters.
  static let borderDates = [
    "2025-03-30", "2025-10-26", "2025-11-15", "2025-12-15", "2025-12-31", "2026-01-01", "2026-02-23", "2026-03-15",
    "2026-03-16", "2026-04-01",
  ]

  /// Hundredths of a percent.
  static let progresses = [0, 0, 1250, 3333, 5000, 9900, 9999, 10_000, 10_000, 10_000, 10_000]
  static let scores = [0, 1, 3333, 5000, 5000, 6667, 7999, 8000, 8001, 9999, 10_000]
}

extension RandomPlatform {
  /// An instant: mostly of the last year and a half, often at a limit, sometimes in the future.
  mutating func instant() -> Int {
    switch random.whole(in: 0...9) {
    case 0: return Self.now + random.pick([-1, 0, 1, -86_400, 86_400, 30 * 86_400])
    case 1: return Self.now - 90 * 86_400 + random.pick([-1, 0, 1, 2])
    case 2, 3:
      let midnight = Instants.seconds(random.pick(Awkward.borderDates) + "T00:00:00Z")
      let zone = random.pick([0, 0, 0, -3600, -7200, 5 * 3600, -19_800])
      return midnight + zone + random.pick([0, -1, 86_399, 86_400, 43_200])
    case 4, 5: return Self.now - random.whole(in: 0...500) * 86_400
    default: return Self.now - random.whole(in: 0...500 * 86_400)
    }
  }

  /// Mostly in the last 90 days, so that windows are not empty.
  mutating func recent() -> Int {
    random.chance(50) ? Self.now - random.whole(in: 0...90 * 86_400) : instant()
  }

  /// Only past ends: "an end more than 24 h after now is refused".
  mutating func pastInstant() -> Int { min(instant(), Self.now + random.pick([0, -1, 3600])) }

  /// RFC 3339: mostly with `Z`, otherwise with another offset, or with a fraction that is cut off.
  mutating func text(of seconds: Int) -> String {
    let plain = Instants.rfc3339(seconds)
    switch random.whole(in: 0...11) {
    case 0: return plain.dropLast() + random.pick([".999Z", ".5Z", ".000000001Z"])
    case 1:
      let (hours, sign) = random.pick([(2, "+"), (-5, "-"), (14, "+")])
      let offset = abs(hours) < 10 ? "0\(abs(hours))" : "\(abs(hours))"
      return Instants.rfc3339(seconds + hours * 3600).dropLast() + "\(sign)\(offset):00"
    default: return plain
    }
  }

  mutating func score() -> String {
    Hundredths.text(random.chance(60) ? random.pick(Awkward.scores) : random.whole(in: 0...10_000))
  }

  mutating func date() -> String { Instants.localDate(instant(), in: "UTC") }
}

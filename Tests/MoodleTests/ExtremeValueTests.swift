import Testing

@testable import Moodle

/// Values that no site should have, but that a site can have: none of them ends the program.
@Suite struct ExtremeValueTests {
  @Test(arguments: [
    ("1e9223372036854775807", "1e15"), ("-1e99999999999999999999", "-1e15"), ("1.5e-9223372036854775808", "0"),
    ("1e-99999999999999999999", "0"), ("0e9223372036854775807", "0"), ("6600000000000000e-16", "0.66"),
    ("9999999999999999999999999999999e-31", "0.999999999999999"), ("0.00000000000000000000066e21", "0.66"),
    ("12345678901234567890123456789012345e-34", "1.234567890123456"), ("-5e+0", "-5"),
  ]) func `Decimals with large exponents keep their value`(text: String, value: String) {
    #expect(ExactDecimal(text) == ExactDecimal(value) && ExactDecimal(value) != nil)
  }

  @Test func `An exponent that is not a number is not a number`() {
    for text in ["1e", "1e+", "1e1.5", "1e 1", "e1"] { #expect(ExactDecimal(text) == nil) }
  }

  @Test(arguments: ["-9223372036854775808", "0", "-1", "9223372036854775807"])
  func `A match with a place outside the choices is left out`(place: String) async throws {
    var tables = Tables()
    for seed in UInt64(1)...20 where tables["question_attempt_step_data"].isEmpty {
      let site = RandomSite(seed: seed).tables
      if try await Self.hasMatches(site) { tables = site }
    }
    for index in tables["question_attempt_step_data"].indices
    where tables["question_attempt_step_data"][index]["name"]?.hasPrefix("sub") == true {
      tables["question_attempt_step_data"][index]["value"] = place
    }
    let site = try await MappedSite(tables) { $0.snapshot = RandomSite.now }
    #expect(!site["answers"].isEmpty && !site["answers"].contains { $0.contains("[.]") })
  }

  private static func hasMatches(_ tables: Tables) async throws -> Bool {
    let site = try await MappedSite(tables) { $0.snapshot = RandomSite.now }
    return site["answers"].contains { $0.contains("[.]") }
  }

  @Test func `Absurd durations count as the longest ones`() async throws {
    #expect(SCORMAttempt.duration("P99999999999999DT99999999999S") == 100_000_000_000_000)
    #expect(SCORMAttempt.duration("PT100000000.5S") == 100_000_000_000_000)
    var tables = RandomSite(seed: 1).tables
    for index in tables["h5pactivity_attempts"].indices {
      tables["h5pactivity_attempts"][index]["duration"] = "999999999999999999"
    }
    for index in tables["scorm_scoes_track"].indices
    where tables["scorm_scoes_track"][index]["element"] == "cmi.total_time" {
      tables["scorm_scoes_track"][index]["value"] = "P99999999999999DT99999999999S"
    }
    for time in [MoodleSettings.TimeRule.gaps(idle: .max), .dedication(gap: 999_999_999, shortest: 0)] {
      let site = try await MappedSite(tables) {
        $0.snapshot = RandomSite.now
        $0.time = time
      }
      #expect(site.records.faults == [] && !site["attempts"].isEmpty)
      let isLong = site["attempts"].contains { $0.contains(#/time_spent=[1-9][0-9]{8}/#) }
      #expect(isLong == (time == .gaps(idle: .max)))
    }
  }
}

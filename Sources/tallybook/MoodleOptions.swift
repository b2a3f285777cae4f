import ArgumentParser
import Calendar
import Foundation
import Moodle
import Records
import Store

/// Options that decide how a Moodle is mapped to records (moodle.md §1).
struct MoodleOptions: ParsableArguments {
  @Option(help: "Name of the source, which begins every id: a different one for each Moodle. [TALLYBOOK_SOURCE]")
  var source = "moodle"
  @Option(help: "Longest gap between two log events that counts as time spent, in seconds. [TALLYBOOK_IDLE]")
  var idle = 1_800
  @Option(help: "How time spent is computed: gaps, or dedication=GAP,SHORTEST in seconds. [TALLYBOOK_TIME]")
  var time = "gaps"
  @Option(help: "Whether suspended users are imported as deleted or as current users. [TALLYBOOK_SUSPENDED]")
  var suspended = Suspended.deleted
  @Flag(help: "Import course groups as groups. [TALLYBOOK_COURSE_GROUPS]") var courseGroups = false
  @Option(
    help:
      "Results of activities to import: all, pass (of activities with a passing grade) or none. [TALLYBOOK_ACTIVITY_RESULTS]"
  )
  var activityResults = MoodleSettings.Results.all
  @Option(
    name: [.customLong("log-from"), .long],
    help: "First day, in UTC, from which log events are read, such as 2024-01-01. [TALLYBOOK_LOG_FROM]")
  var from: String?
  @Option(
    name: [.customLong("moodle-time-zone"), .long],
    help:
      "Time zone of Moodle, an IANA name, for profile fields with a date; by default, that of its settings. [TALLYBOOK_MOODLE_TIME_ZONE]"
  )
  var timeZone: String?
  @Option(help: "Archetype of a role without one: SHORTNAME=ARCHETYPE; may be repeated. [TALLYBOOK_ROLE]")
  var role: [String] = []
  @Option(help: "Address of the site; with it, identities of type account are imported. [TALLYBOOK_WWWROOT]")
  var wwwroot: String?

  enum Suspended: String, ExpressibleByArgument, CaseIterable { case deleted, current }

  /// - Parameter now: the instant of the snapshot, in seconds UTC.
  func settings(now: Int) throws -> MoodleSettings {
    var settings = MoodleSettings(snapshot: now)
    settings.source = try origin().name
    settings.time = try timeRule()
    settings.deletesSuspended = suspended == .deleted
    settings.hasCourseGroups = courseGroups
    settings.results = activityResults
    settings.logStart = try from.map(Self.start)
    settings.zone = try timeZone.map(Self.zone)
    settings.archetypes = try Dictionary(role.map(Self.archetype)) { _, last in last }
    settings.wwwroot = wwwroot
    return settings
  }

  /// The source of the records.
  func origin() throws -> Source {
    guard let origin = Source(moodle: source) else {
      throw ValidationError(
        "--source \(source) is not 1 to 32 lower-case letters, digits and hyphens, or is the name of another source.")
    }
    return origin
  }

  private func timeRule() throws -> MoodleSettings.TimeRule {
    if time == "gaps", idle >= 0 { return .gaps(idle: idle) }
    guard let match = time.wholeMatch(of: #/dedication=([0-9]{1,9}),([0-9]{1,9})/#), let gap = Int(match.1),
      let shortest = Int(match.2)
    else {
      throw ValidationError("--time \(time) is not gaps or dedication=GAP,SHORTEST, such as dedication=3600,120.")
    }
    return .dedication(gap: gap, shortest: shortest)
  }

  private static func start(_ day: String) throws -> Int {
    guard let days = Instant.days(day) else {
      throw ValidationError("--from \(day) is not a day. Use for example 2024-01-01.")
    }
    return days * Instant.secondsADay
  }

  private static func zone(_ name: String) throws -> TimeZone {
    guard TimeZones.isKnown(name), let zone = TimeZone(identifier: name) else {
      throw ValidationError("--time-zone \(name) is not an IANA time zone. Use for example Europe/Paris.")
    }
    return zone
  }

  private static let archetypes = ["manager", "coursecreator", "editingteacher", "teacher", "student", "guest", "user"]

  private static func archetype(_ text: String) throws -> (String, String) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, archetypes.contains(parts[1]) else {
      throw ValidationError(
        "--role \(text) is not SHORTNAME=ARCHETYPE with one of \(archetypes.joined(separator: ", ")).")
    }
    return (parts[0], parts[1])
  }
}

extension MoodleSettings.Results: ExpressibleByArgument {}

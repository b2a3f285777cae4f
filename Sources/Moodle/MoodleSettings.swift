package import Foundation

/// How a site is mapped: the options of `tallybook import moodle` (moodle.md §1).
package struct MoodleSettings: Sendable {
  /// The source's name, which begins every id.
  package var source = "moodle"
  package var time = TimeRule.gaps(idle: 1_800)
  /// Whether suspended users are imported as deleted.
  package var deletesSuspended = true
  /// Whether course groups become groups.
  package var hasCourseGroups = false
  package var results = Results.all
  /// Log events before this instant are not read; nil: all are.
  package var logStart: Int?
  /// The zone for `datetime` profile fields; nil: the site's, else UTC.
  package var zone: TimeZone?
  /// Archetypes of roles without one, by short name.
  package var archetypes: [String: String] = [:]
  /// The site's address, for identities; nil: none are written.
  package var wwwroot: String?
  /// The instant at which the tables are read, in seconds UTC.
  package var snapshot: Int
  package var platform = ExistingPlatform()

  package init(snapshot: Int) { self.snapshot = snapshot }

  /// How time spent is computed from the log (moodle.md §6), in seconds.
  package enum TimeRule: Sendable, Equatable {
    /// Gaps of at most `idle` between the events of a person on the site.
    case gaps(idle: Int)
    /// The figure of block_dedication: sessions per course, without gaps above `gap`, and not shorter than `shortest`.
    case dedication(gap: Int, shortest: Int)
  }

  /// The results of activities that are imported.
  package enum Results: String, Sendable, CaseIterable {
    case all
    /// Those of activities with a passing grade.
    case pass
    case none
  }

  /// What the store has from other sources.
  package struct ExistingPlatform: Sendable {
    /// The id of the platform group; nil: the site becomes the platform.
    package var group: String?
    /// The id of the owner; nil: the first site administrator becomes the owner.
    package var owner: String?

    package init(group: String? = nil, owner: String? = nil) {
      self.group = group
      self.owner = owner
    }
  }
}

import DatabaseAccess
import Records

// The platform, categories, cohorts and course groups as groups: moodle.md §4.

extension SiteMapping {
  /// The id of the group that is the site.
  var site: String { "\(settings.source):site" }

  func mapPlaces() throws {
    try run("CREATE VIEW real_course AS SELECT * FROM course WHERE category <> 0")
    let file = try files.file(.groups, "id name parent created_at")
    let name = try session.first("SELECT fullname FROM course WHERE category = 0 ORDER BY id") { $0.text(0) }
    try file.write([site, HTMLText.name(name ?? nil), settings.platform.group, nil])
    try writeCategories(file)
    try writeCohorts(file)
    if settings.hasCourseGroups { try writeCourseGroups(file) }
  }

  private func writeCategories(_ file: RecordFile) throws {
    let parents = try session.all("SELECT id, parent FROM course_categories ORDER BY id") {
      (id: $0.integer(at: 0), parent: $0.integer(at: 1))
    }
    let tree = CategoryTree(parents, level: settings.platform.group == nil ? 1 : 2)
    try session.each("SELECT id, name FROM course_categories ORDER BY id") { row in
      let category = row.integer(at: 0)
      let (parent, isMoved) = tree.parent(of: category)
      if isMoved {
        let text = "category \(category): is too deep for Tallybook's tree, so it is under category \(parent ?? 0)"
        try notes.add("course_categories", category, text)
      }
      try file.write([id("cat", category), HTMLText.name(row.text(1)), reference("cat", parent) ?? site, nil])
    }
  }

  private func writeCohorts(_ file: RecordFile) throws {
    try session.each(
      """
      SELECT h.id, h.name, h.timecreated, g.id FROM cohort h
      LEFT JOIN context k ON k.id = h.contextid AND k.contextlevel = 40
      LEFT JOIN course_categories g ON g.id = k.instanceid ORDER BY h.id
      """
    ) { row in
      try file.write([
        id("coh", row.integer(at: 0)), HTMLText.name(row.text(1)), reference("cat", row.integer(3)) ?? site,
        instant(row.integer(2)),
      ])
    }
  }

  private func writeCourseGroups(_ file: RecordFile) throws {
    try session.each(
      """
      SELECT g.id, g.name, g.timecreated, y.id FROM "groups" g JOIN real_course c ON c.id = g.courseid
      LEFT JOIN course_categories y ON y.id = c.category ORDER BY g.id
      """
    ) { row in
      try file.write([
        id("grp", row.integer(at: 0)), HTMLText.name(row.text(1)), reference("cat", row.integer(3)) ?? site,
        instant(row.integer(2)),
      ])
    }
  }
}

/// The categories of a site, at most 32 levels deep with the platform above and a cohort below.
struct CategoryTree {
  private struct Place {
    /// Nil: directly under the site.
    var parent: Int?
    /// The number of categories above.
    var depth = 0
    /// The category itself or one above, at the level above the deepest; nil: the place is higher.
    var anchor: Int?
    /// Whether the chain of parents is a circle.
    var isCircular = false
  }

  private let parents: [Int: Int]
  private var places: [Int: Place] = [:]
  /// The level of the group that is the site, from 1.
  private let siteLevel: Int
  private static let deepest = 31

  init(_ parents: [(id: Int, parent: Int)], level: Int) {
    siteLevel = level
    self.parents = Dictionary(parents.map { ($0.id, $0.parent) }) { first, _ in first }
    for (category, _) in parents { place(category) }
  }

  /// The category above in Tallybook's tree, nil for the site; and whether it is another one than in Moodle because of
  /// the depth.
  func parent(of category: Int) -> (parent: Int?, isMoved: Bool) {
    guard let place = places[category] else { return (nil, false) }
    let level = siteLevel + place.depth + 1
    return level <= Self.deepest ? (place.parent, false) : (place.anchor, true)
  }

  /// Finds the places of a category and of those above that have none yet.
  private mutating func place(_ category: Int) {
    var (chain, seen, next) = ([Int](), Set<Int>(), Optional(category))
    while let current = next, places[current] == nil, seen.insert(current).inserted {
      chain.append(current)
      next = parents[current].flatMap { parents[$0] == nil ? nil : $0 }
    }
    // The chain ends under the site, below a category with a place, or in a circle.
    var above = next.flatMap { places[$0] }
    let isCircular = above?.isCircular ?? (next != nil)
    for current in chain.reversed() {
      var place = Place(isCircular: isCircular)
      if let parent = above, let id = parents[current], !isCircular {
        place = Place(parent: id, depth: parent.depth + 1, anchor: parent.anchor)
      }
      if siteLevel + place.depth + 1 == Self.deepest - 1 { place.anchor = current }
      places[current] = place
      above = place
    }
  }
}

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
private struct CategoryTree {
  private let parents: [Int: Int]
  /// The level of the group that is the site, from 1.
  private let siteLevel: Int
  private static let deepest = 31

  init(_ parents: [(id: Int, parent: Int)], level: Int) {
    siteLevel = level
    self.parents = Dictionary(parents.map { ($0.id, $0.parent) }) { first, _ in first }
  }

  /// The category above in Tallybook's tree, nil for the site; and whether it is another one than in Moodle because of
  /// the depth.
  func parent(of category: Int) -> (parent: Int?, isMoved: Bool) {
    let chain = chain(of: category)
    guard let parent = chain.first else { return (nil, false) }
    let level = siteLevel + chain.count + 1
    if level <= Self.deepest { return (parent, false) }
    // The chain ends at the level below the site.
    return (chain[chain.count - (Self.deepest - 1 - siteLevel)], true)
  }

  /// The categories above, the nearest first; empty if the category is directly under the site or its chain of parents
  /// is a circle.
  private func chain(of category: Int) -> [Int] {
    var chain: [Int] = []
    var seen: Set<Int> = [category]
    var next = category
    while let parent = parents[next], parents[parent] != nil {
      guard seen.insert(parent).inserted else { return [] }
      chain.append(parent)
      next = parent
    }
    return chain
  }
}

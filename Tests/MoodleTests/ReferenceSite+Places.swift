// Groups and roles: moodle.md §4.

extension ReferenceSite {
  mutating func mapGroups() {
    let front = tables["course"].first { $0.int("category") == 0 }
    add("groups", ["id": "moodle:site", "name": front?.name("fullname") ?? "-"])
    for category in tables["course_categories"] {
      let parent = parent(of: category.int("id")!)
      add(
        "groups",
        [
          "id": "moodle:cat\(category["id"]!)", "name": category.name("name"),
          "parent": parent.map { "moodle:cat\($0)" } ?? "moodle:site",
        ])
    }
    for cohort in tables["cohort"] {
      let context = one("context", cohort.int("contextid"))
      let category = context?.int("contextlevel") == 40 ? one("course_categories", context?.int("instanceid")) : nil
      add(
        "groups",
        [
          "id": "moodle:coh\(cohort["id"]!)", "name": cohort.name("name"),
          "created_at": cohort.time("timecreated").map(iso),
          "parent": category.map { "moodle:cat\($0["id"]!)" } ?? "moodle:site",
        ])
    }
  }

  /// Categories from the one below the site down to this one; nil: the chain of parents is a circle.
  func path(to category: Int) -> [Int]? {
    var path: [Int] = []
    var next: Int? = category
    while let id = next, one("course_categories", id) != nil {
      if path.contains(id) { return nil }
      path.insert(id, at: 0)
      next = one("course_categories", id)?.int("parent")
    }
    return path
  }

  func parent(of category: Int) -> Int? {
    guard let path = path(to: category), path.count > 1 else { return nil }
    // The first of the path is at level 2.
    return path.count + 1 > 31 ? path[28] : path[path.count - 2]
  }

  func archetype(_ assignment: Row) -> String? { one("role", assignment.int("roleid"))?["archetype"] }

  /// Assignments in the course's context and those above.
  func assignments(in course: Int) -> [Row] {
    guard let own = tables["context"].first(where: { $0.int("contextlevel") == 50 && $0.int("instanceid") == course })
    else { return [] }
    let above = Set(own["path"]!.split(separator: "/").map(String.init))
    return tables["role_assignments"].filter { assignment in
      above.contains(assignment["contextid"]!)
        && [10, 40, 50].contains(one("context", assignment.int("contextid"))?.int("contextlevel"))
    }
  }

  func isStaffOnly(_ user: Int, _ course: Int) -> Bool {
    let archetypes = assignments(in: course).filter { $0.int("userid") == user }.compactMap(archetype)
    return archetypes.contains { ["manager", "coursecreator", "teacher", "editingteacher"].contains($0) }
      && !archetypes.contains("student")
  }

  /// Users with these archetypes in the course's own context, in the order of assignment.
  func teachers(_ course: Int, _ archetypes: [String]) -> [String] {
    let own = tables["role_assignments"].filter { assignment in
      let context = one("context", assignment.int("contextid"))
      return context?.int("contextlevel") == 50 && context?.int("instanceid") == course
        && archetypes.contains(archetype(assignment) ?? "") && isPerson(assignment.int("userid"))
    }
    let sorted = own.sorted {
      ($0.int("timemodified") ?? 0, $0.int("id")!) < ($1.int("timemodified") ?? 0, $1.int("id")!)
    }
    var result: [String] = []
    for assignment in sorted where !result.contains("moodle:u\(assignment["userid"]!)") {
      result.append("moodle:u\(assignment["userid"]!)")
    }
    return result
  }

  var administrators: [Int] {
    (config("siteadmins") ?? "").split(separator: ",").compactMap { Int($0) }.filter {
      isPerson($0) && deleted($0) == nil
    }
  }
}

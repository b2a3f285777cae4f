/// Groups, and all memberships except those of learners.
extension Company {
  func writeGroups(to records: RecordFolder) {
    shape.eachGroup { id, name, parent in group(id, name, parent, shape.launch, records) }
    for (position, name) in PlaceNames.communities.enumerated() {
      group(shape.community(position), name, Shape.platform, shape.launch + (position * 90 + 30) * .day, records)
    }
    writeTop(to: records)
    writeAdministrators(to: records)
    writeCoaches(to: records)
    writeAuthors(to: records)
  }

  private func group(_ id: Ref, _ name: String, _ parent: Ref?, _ createdAt: Int, _ records: RecordFolder) {
    let file = records.groups
    file.ref(id)
    file.text(name)
    file.ref(parent)
    file.instant(createdAt)
    file.endRow()
  }

  /// The owner, the previous owner and the platform administrators.
  private func writeTop(to records: RecordFolder) {
    let change = shape.launch + 200 * .day
    let staff = (2...9).filter { !shape.isAccount($0) }
    membership(Shape.platform, staff[0], "owner", shape.launch, until: change, records)
    membership(Shape.platform, shape.owner, "owner", change, until: nil, records)
    membership(Shape.platform, staff[0], "admin", change, until: nil, records)
    membership(Shape.platform, staff[1], "admin", shape.launch, until: nil, records)
    membership(Shape.platform, staff[2], "admin", shape.launch, until: shape.daysAgo(300), records)
    membership(Shape.platform, staff[3], "user_admin", shape.launch, until: nil, records)
    membership(Shape.platform, staff[4], "coach", shape.launch, until: nil, records)
  }

  /// One administrator per region and one user administrator per group of the next level.
  private func writeAdministrators(to records: RecordFolder) {
    let levels = shape.levels
    for (depth, role) in [(0, "admin"), (1, "user_admin")] {
      for position in 0..<levels[depth].count {
        let user = shape.stayer(from: 5 + depth * 10 + position)
        let group = Ref(.group, shape.firstGroup(level: depth) + position)
        membership(group, user, role, person(user).createdAt, until: nil, records)
      }
    }
  }

  /// Every team has a coach; some had another one before, who may have left since.
  private func writeCoaches(to records: RecordFolder) {
    for team in 0..<shape.teams {
      let group = shape.teamGroup(team)
      let coach = shape.coach(team: team)
      membership(group, coach, "coach", person(coach).createdAt, until: nil, records)
      let former = min(shape.firstMember(team) + 3, shape.users - 1)
      guard team % 4 == 1, former != coach, !shape.isAccount(former) else { continue }
      let person = person(former)
      let until = max(person.createdAt, person.deletedAt ?? shape.daysAgo(90))
      membership(group, former, "coach", person.createdAt, until: until, records)
    }
    membership(shape.community(0), shape.coach, "coach", person(shape.coach).createdAt, until: nil, records)
  }

  /// Authors in their department; every seventh has a course but not the role.
  private func writeAuthors(to records: RecordFolder) {
    for (position, author) in authors.enumerated() where position % 7 != 6 {
      let person = person(author)
      let groups = shape.groups(team: person.team)
      membership(groups[groups.count - 2], author, "author", person.createdAt, until: nil, records)
    }
  }

  func membership(_ group: Ref, _ user: Int, _ role: String, _ since: Int, until: Int?, _ records: RecordFolder) {
    let file = records.memberships
    file.ref(group)
    file.ref(.user, user)
    file.text(role)
    file.instant(since)
    file.instant(until)
    file.endRow()
  }
}

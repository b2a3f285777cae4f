/// The rows of a person: the user, learner memberships and managers.
extension Company {
  func writeUser(_ index: Int, to records: RecordFolder) {
    let person = person(index)
    var dice = shape.dice(.profile, index)
    writeProfile(person, &dice, records.users)
    writeLearnerMemberships(person, &dice, records)
    writeManagers(person, &dice, records.managers)
  }

  private func writeProfile(_ person: Person, _ dice: inout Dice, _ file: RecordFile) {
    let name = name(person.index)
    file.ref(person.ref)
    file.text(name.email)
    file.text(name.first)
    file.text(name.last)
    file.text(title(person.index, &dice))
    file.text(dice.chance(25) ? dice.pick(JobTitles.notes) : "")
    file.text(dice.chance(90) ? person.language : dice.chance(50) ? "en" : "")
    file.text(dice.chance(95) ? person.zone.identifier : "")
    file.instant(person.createdAt)
    writeOrigin(person, &dice, file)
    file.date(autoDeletion(person, &dice))
    file.instant(person.deletedAt)
    writeCustomFields(person, &dice, file)
    file.endRow()
  }

  /// The channel and, if it has one, the inviter: a person at the top, or the manager if created earlier.
  private func writeOrigin(_ person: Person, _ dice: inout Dice, _ file: RecordFile) {
    let channel = person.index == shape.owner ? "founder" : dice.pick(Company.channels)
    file.text(channel)
    let isInvited = ["invitation", "admin", "import", "scim"].contains(channel) && !dice.chance(8)
    guard isInvited, person.index > 9 else { return file.empty() }
    let manager = Shape.parent(person.index)
    let isEarlier = self.person(manager).createdAt < person.createdAt
    file.ref(.user, isEarlier && dice.chance(60) ? manager : dice.below(5))
  }

  private static let channels = [
    "invitation", "invitation", "invitation", "admin", "import", "import", "api", "self_registration", "sso", "sso",
    "scim",
  ]

  private func autoDeletion(_ person: Person, _ dice: inout Dice) -> Int? {
    guard person.deletedAt == nil, dice.chance(5) else { return nil }
    return CivilDay.of(shape.now) + dice.within(3...300)
  }

  private func title(_ index: Int, _ dice: inout Dice) -> String {
    if index >= shape.firstLeaf { return dice.chance(92) ? dice.pick(JobTitles.staff) : "" }
    var depth = 0
    var person = index
    while person > 0 {
      person = Shape.parent(person)
      depth += 1
    }
    return JobTitles.leaders[min(depth, JobTitles.leaders.count - 1)]
  }

  private func writeCustomFields(_ person: Person, _ dice: inout Dice, _ file: RecordFile) {
    file.text(PlaceNames.departments[person.team * 3 % PlaceNames.departments.count])
    file.text(dice.chance(90) ? PlaceNames.sites[person.team % PlaceNames.sites.count] : "")
    // Hired before the user was created, some by many years.
    file.date(dice.chance(94) ? CivilDay.of(person.createdAt) - dice.below(dice.chance(60) ? 40 : 4000) : nil)
    file.number(dice.chance(70) ? 4000 + person.team * 10 : nil)
    file.text(dice.chance(15) ? "Équipe " + PlaceNames.teams[person.team % PlaceNames.teams.count] : "")
  }

  private func writeLearnerMemberships(_ person: Person, _ dice: inout Dice, _ records: RecordFolder) {
    // Deleting a user closes memberships; some sources also close them themselves.
    let end = dice.chance(60) ? person.deletedAt : nil
    let middle = dice.within(person.createdAt..<(person.deletedAt ?? shape.now))
    let hasMoved = dice.chance(15) && shape.teams > 1 && !shape.isAccount(person.index)
    if hasMoved {
      let earlier = (person.team + 1 + dice.below(shape.teams - 1)) % shape.teams
      membership(shape.teamGroup(earlier), person.index, "learner", person.createdAt, until: middle, records)
    }
    let since = hasMoved ? middle : person.createdAt
    membership(shape.teamGroup(person.team), person.index, "learner", since, until: end, records)
    if shape.circle.contains(person.index) {
      membership(shape.community(0), person.index, "learner", person.createdAt, until: nil, records)
    }
    guard dice.chance(12) else { return }
    let community = 1 + dice.below(PlaceNames.communities.count - 2)
    let left = dice.chance(25) ? dice.within(middle..<(person.deletedAt ?? shape.now)) : end
    membership(shape.community(community), person.index, "learner", middle, until: left, records)
  }

  private func writeManagers(_ person: Person, _ dice: inout Dice, _ file: RecordFile) {
    guard person.index > 0 else { return }
    let first = Shape.parent(person.index)
    let later = shape.laterManager(person.index)
    let change = dice.within(person.createdAt..<(person.deletedAt ?? shape.now))
    manager(person, first, person.createdAt, until: later == nil ? nil : change, file)
    if let later { manager(person, later, change, until: nil, file) }
    // A second manager, a person at the top who is neither of the two.
    let second = 2 + person.index % 5
    guard person.index > 90, dice.chance(3), second != first, second != later, second != shape.manager else { return }
    manager(person, second, change, until: dice.chance(30) ? dice.within(change..<shape.now) : nil, file)
  }

  private func manager(_ person: Person, _ manager: Int, _ since: Int, until: Int?, _ file: RecordFile) {
    file.ref(person.ref)
    file.ref(.user, manager)
    file.instant(known(since, person))
    file.instant(until)
    file.endRow()
  }

  /// Some sources do not provide the start date.
  private func known(_ since: Int, _ person: Person) -> Int? { person.index % 10 == 3 ? nil : since }
}

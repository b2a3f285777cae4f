/// The reporting lines: a tree in which person m has the children 9m + 1 … 9m + 9, so that no look-up is needed. A
/// tenth of the people changed to a neighbouring manager, which makes teams of six to twelve.
extension Shape {
  /// Reports of a manager before any change.
  static let span = 9

  /// The first person without reports; all later ones have none either.
  var firstLeaf: Int { (users - 2) / Shape.span + 1 }

  var owner: Int { 0 }
  /// In the middle of the company, and a leaf.
  var learner: Int { users / 2 }
  /// The learner's manager.
  var manager: Int { Shape.parent(learner) }
  var coach: Int { users - 3 }
  /// Learners of the group that the demo's coach coaches: only the learner and colleagues.
  var circle: Range<Int> { learner..<learner + 7 }

  /// Whether a person is in the team that is late: that of the demo's manager.
  func isLate(_ index: Int) -> Bool { index != learner && index > 0 && Shape.parent(index) == manager }

  /// A user who left and came back as a new user with the same name and email address; -1 in small companies.
  var leaver: Int { users >= 100 ? users - 5 : -1 }
  var returner: Int { users >= 100 ? users - 4 : -1 }

  /// The person whose name is used: the same person, except for the returning user.
  func bearer(_ index: Int) -> Int { index == returner ? leaver : index }

  func isAccount(_ index: Int) -> Bool { index == owner || index == learner || index == manager || index == coach }

  static func parent(_ index: Int) -> Int { (index - 1) / span }

  /// The later manager of `index`, if the manager changed. Always nearer to the top, which rules out cycles.
  func laterManager(_ index: Int) -> Int? {
    let first = Shape.parent(index)
    var dice = dice(.roles, index)
    // The manager's account keeps exactly nine reports.
    guard first > 1, index >= 10, first != manager, dice.chance(12) else { return nil }
    let next = dice.chance(50) ? first - 1 : first + 1
    return next == manager || next >= min(firstLeaf, index) ? nil : next
  }

  /// The team (a leaf of the group tree, counted from 0) of a person. Managers are in the team of their middle report.
  func team(_ index: Int) -> Int {
    var person = index
    while person < firstLeaf { person = min(Shape.span * person + 5, users - 1) }
    return (person - firstLeaf) * teams / (users - firstLeaf)
  }

  /// The first person of a team; the next ones are its other members.
  func firstMember(_ team: Int) -> Int {
    firstLeaf + (team * (users - firstLeaf) + teams - 1) / teams
  }

  /// The coach of a team: its second person, or the next one who has not left.
  func coach(team: Int) -> Int { stayer(from: firstMember(team) + 1) }

  /// The first person from `index` on who is not deleted and does not have a demo account.
  func stayer(from index: Int) -> Int {
    var candidate = index % users
    while isDeleted(candidate) || isAccount(candidate) || candidate == returner { candidate = (candidate + 1) % users }
    return candidate
  }

  /// Whether a person was deleted. The top of the company, the accounts and their people stay.
  func isDeleted(_ index: Int) -> Bool {
    if index == leaver { return true }
    guard index >= 10, !isAccount(index), index != returner, Shape.parent(index) != manager, !circle.contains(index)
    else {
      return false
    }
    var dice = dice(.person, -index)
    return dice.chance(index < firstLeaf ? 3 : 6)
  }
}

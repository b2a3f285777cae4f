/// The groups: the platform, then level by level down to the teams, then the communities outside the tree.
///
/// Larger companies are deeper: regions, departments and teams; from 2,000 users also countries, from 20,000 also
/// sites.
extension Shape {
  /// The kind of groups on a level.
  enum Level: Sendable { case region, country, site, department, team }

  var teams: Int { max(4, min(root * 2, users / 6)) }

  /// The levels below the platform with their sizes, from top to bottom. Each is larger than the one above.
  var levels: [(level: Level, count: Int)] {
    switch users {
    case ..<2000: [(.region, 3), (.department, max(4, teams / 4)), (.team, teams)]
    case ..<20_000: [(.region, 4), (.country, teams / 9), (.department, teams / 3), (.team, teams)]
    default:
      [(.region, 6), (.country, teams / 30), (.site, teams / 12), (.department, teams / 4), (.team, teams)]
    }
  }

  /// The platform itself.
  static let platform = Ref(.group, 0)

  /// The number of the first group of a level (an index into `levels`).
  func firstGroup(level: Int) -> Int { 1 + levels[..<level].reduce(0) { $0 + $1.count } }

  /// The groups of a team, from its region down to the team.
  func groups(team: Int) -> [Ref] {
    let levels = levels
    var position = team
    var groups = [teamGroup(team)]
    for depth in levels.indices.dropFirst().reversed() {
      position = position * levels[depth - 1].count / levels[depth].count
      groups.append(Ref(.group, firstGroup(level: depth - 1) + position))
    }
    return groups.reversed()
  }

  func teamGroup(_ team: Int) -> Ref { Ref(.group, firstGroup(level: levels.count - 1) + team) }

  func community(_ index: Int) -> Ref { Ref(.group, firstGroup(level: levels.count) + index) }

  /// The groups of the tree with name and parent, parents first, without the communities.
  func eachGroup(_ visit: (_ id: Ref, _ name: String, _ parent: Ref?) -> Void) {
    visit(Shape.platform, "Tallybook demo company", nil)
    let levels = levels
    for (depth, level) in levels.enumerated() {
      for position in 0..<level.count {
        let above = depth == 0 ? 0 : position * levels[depth - 1].count / level.count
        let parent = depth == 0 ? Shape.platform : Ref(.group, firstGroup(level: depth - 1) + above)
        visit(Ref(.group, firstGroup(level: depth) + position), name(level.level, position), parent)
      }
    }
  }

  /// Names repeat on purpose: every region has a sales department.
  private func name(_ level: Level, _ position: Int) -> String {
    switch level {
    case .region: PlaceNames.regions[position]
    case .country: PlaceNames.countries[position % PlaceNames.countries.count]
    case .site: PlaceNames.sites[position % PlaceNames.sites.count]
    case .department: PlaceNames.departments[position % PlaceNames.departments.count]
    case .team: PlaceNames.teams[(position * 7 + position / 16) % PlaceNames.teams.count]
    }
  }
}

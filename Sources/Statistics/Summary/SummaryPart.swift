import Calendar
import DatabaseAccess

/// A dimension of a *Summary* and its values, each of which is a row, or a part of one.
struct SummaryPart: Sendable {
  let dimension: SummaryDimension
  private(set) var members: [SummaryMember]
  /// The units; nil if it is not time.
  private(set) var units: TimeUnits?
  /// A SELECT of `user_key` and `value`, which may be null; nil for time and things.
  private(set) var userValues: SQLText?
  /// For lists of groups as values: the keys of the groups that contain a group, itself included, by its key.
  let containing: [Int: [Int]]?

  /// Finds the place of a value in `members`.
  private let places: [Value: Int]

  private enum Value: Hashable {
    case none, key(Int)
    /// UTF-8: Swift's strings are equal if they are canonically equivalent, but each exact text has its own row.
    case text([UInt8])

    init(_ value: SQLValue) {
      self =
        switch value {
        case .null: .none
        case .integer(let key): .key(key)
        case .text(let text): .text(Array(text.utf8))
        }
    }
  }

  init(
    _ dimension: SummaryDimension, _ members: [SummaryMember], userValues: SQLText? = nil,
    containing: [Int: [Int]]? = nil
  ) {
    self.dimension = dimension
    self.containing = containing
    self.members = members
    self.userValues = userValues
    places = Dictionary(uniqueKeysWithValues: members.enumerated().map { (Value($1.value), $0) })
  }

  init(_ units: TimeUnits) {
    let members = (units.first..<units.first + units.count).map { SummaryMember($0, of: units.unit) }
    self.init(.time(units.unit), members)
    self.units = units
  }

  /// With other members.
  func with(_ members: [SummaryMember]) -> SummaryPart {
    SummaryPart(dimension, members, userValues: userValues, containing: containing)
  }

  /// The values of members that a value stands for: of a list of groups, all groups that contain one of them.
  func values(of value: SQLValue) -> [SQLValue] {
    guard let containing else { return [value] }
    let groups = (value.text ?? "").utf8.split(separator: UInt8(ascii: ",")).compactMap { Int(Substring($0)) }
    let all = Set(groups.flatMap { containing[$0] ?? [] })
    return all.isEmpty ? [.null] : all.map(SQLValue.integer)
  }

  /// The places of its members; none if they were not asked for, such as the session of a fact.
  func places(of value: SQLValue) -> [Int] { values(of: value).compactMap(place(ofMember:)) }

  func place(ofMember value: SQLValue) -> Int? { places[Value(value)] }

  /// Some of the members with their names as shown and their rank, by place. Equal names (by code point) also show their
  /// owner's name.
  func ordered(_ some: Set<Int>) -> [Int: (rank: Int, member: SummaryMember)] {
    let shared = Dictionary(grouping: some) { Array(members[$0].plainName.utf8) }.filter { $0.value.count > 1 }
    let named = some.map { place -> (place: Int, member: SummaryMember) in
      var member = members[place]
      if let owner = member.owner, shared[Array(member.plainName.utf8)] != nil {
        member.name = .text("\(member.plainName) (\(owner))")
      }
      return (place, member)
    }
    let keyed = named.map { ($0.place, $0.member, order: SummaryOrder($0.member, of: dimension)) }
    let ranked = keyed.sorted { $0.order < $1.order }.enumerated()
    return Dictionary(uniqueKeysWithValues: ranked.map { ($1.0, (rank: $0, member: $1.1)) })
  }
}

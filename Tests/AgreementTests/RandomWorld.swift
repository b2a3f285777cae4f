import Foundation
import ReferenceModel

/// A random platform, in the product and in the reference.
struct RandomWorld: Sendable {
  let seed: UInt64
  private let isSmall: Bool
  let platform: RandomPlatform
  let reference: ReferencePlatform
  let product: Product

  private static let zones = ["UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]

  /// - Parameter isSmall: fewer users, for a fast test.
  init(seed: UInt64, isSmall: Bool = false) async throws {
    let platform = RandomPlatform(seed: seed, users: isSmall ? 10...25 : 30...80)
    let zone = Self.zones[Int(seed % UInt64(Self.zones.count))]
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try platform.write(to: folder)
    var reference = try ReferencePlatform(folder: folder, now: RandomPlatform.now, timeZone: zone)
    reference.repliesCountAsPublications = seed % 3 != 0
    self.seed = seed
    self.isSmall = isSmall
    self.platform = platform
    self.reference = reference
    var product = try await Product(folder: folder, now: RandomPlatform.now, timeZone: zone)
    product.repliesCountAsPublications = reference.repliesCountAsPublications
    self.product = product
  }

  var owner: String { reference.users.first { reference.roles(of: $0.id).isOwner }?.id ?? "" }

  /// Viewers of each kind, by their rights, including deleted users and no one; of a small platform, some of these.
  var viewers: [String] {
    var kinds: Set<[Bool]> = []
    let each = reference.users.filter { user in
      let roles = reference.roles(of: user.id)
      return kinds.insert([
        roles.seesEverybody, !roles.administered.isEmpty, !roles.userAdministered.isEmpty, !roles.coached.isEmpty,
        !roles.directReports.isEmpty, !roles.authored.isEmpty, user.deletedAt != nil,
      ]).inserted
    }
    let others = each.map(\.id).filter { $0 != owner } + ["no-such-user"]
    var random = SplitMix64(seed: seed)
    return [owner] + (isSmall ? random.some(6...6, of: others) : others)
  }
}

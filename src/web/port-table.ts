// Which ports the guard refuses. Two lists: Fetch's bad ports (https://fetch.spec.whatwg.org/#port-blocking), where a
// request line could become a command of another protocol, and ports of services that live behind firewalls and
// answer HTTP or text to whoever reaches them. All others are allowed: some feeds live on odd ports.

const FETCH_BAD_PORTS: readonly number[] = [
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

const SERVICE_PORTS: readonly (readonly [number, string])[] = [
  [445, 'SMB'],
  [873, 'rsync'],
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [1883, 'MQTT'],
  [2181, 'ZooKeeper'],
  [2375, 'Docker'],
  [2376, 'Docker'],
  [2379, 'etcd'],
  [2380, 'etcd'],
  [3306, 'MySQL'],
  [3389, 'remote desktop'],
  [4369, 'Erlang'],
  [5432, 'Postgres'],
  [5672, 'AMQP'],
  [5900, 'VNC'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [6380, 'Redis'],
  [6443, 'Kubernetes'],
  [8500, 'Consul'],
  [9042, 'Cassandra'],
  [9092, 'Kafka'],
  [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'],
  [10250, 'kubelet'],
  [10255, 'kubelet'],
  [11211, 'memcached'],
  [15672, 'RabbitMQ'],
  [26379, 'Redis Sentinel'],
  [27017, 'MongoDB'],
  [27018, 'MongoDB'],
];

/** Every refused port with the service that it belongs to. */
export const refusedPorts: ReadonlyMap<number, string> = new Map([
  ...FETCH_BAD_PORTS.map((port): [number, string] => [port, 'another protocol']),
  ...SERVICE_PORTS,
]);

package diy.mesh.dataplane.config;

import diy.mesh.model.service.Address;

/** The stream while it is up, as the table needs it. On the table's event loop. */
interface Subscriptions {

  void subscribe(Address address);

  void unsubscribe(Address address);
}

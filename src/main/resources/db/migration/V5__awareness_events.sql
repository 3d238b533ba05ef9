-- Bookings of the awareness events, which belong to no case. What decides on seats is in the clear: areas, events and
-- numbers of people. Who they are and how to reach them is sealed, and erased when it is not needed any more.
create table awareness_booking (
  booking_number   integer                  not null,  -- in the order of arrival
  area             varchar(64)              not null,
  preferred_event  varchar(32)              not null,
  held_event       varchar(32),                        -- where places are held; null where none are
  state            varchar(16)              not null,  -- confirmed, offered, waiting, withdrawn
  preferred_only   boolean                  not null,  -- was offered the other event and would rather wait
  gave_back        boolean                  not null,
  group_size       integer                  not null,
  spare_names      integer                  not null,
  spare_places     integer                  not null,
  people           bytea,                              -- sealed; null once erased
  informed_of      varchar(64),                        -- the status that the booker was last informed of
  informed_by      varchar(64),                        -- e-mail, or who informed them
  process_instance varchar(64),
  booked_by        varchar(64),
  booked_at        timestamp with time zone not null,
  changed_at       timestamp with time zone not null,
  constraint awareness_booking_pk primary key (booking_number),
  constraint awareness_booking_group check (group_size between 1 and 4),
  constraint awareness_booking_spare check (spare_places between 0 and spare_names),
  constraint awareness_booking_held check ((held_event is not null) = (state in ('confirmed', 'offered')))
);

-- One row, locked first by anyone who gives or takes seats: two bookings for the last place come one after the other.
create table awareness_booking_book (
  id          integer not null,
  last_number integer not null,
  constraint awareness_booking_book_pk primary key (id),
  constraint awareness_booking_book_one check (id = 1)
);
insert into awareness_booking_book (id, last_number) values (1, 0);

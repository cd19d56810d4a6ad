-- Granary's own addition to Orleans' tables. Two silos that believe for a moment that they own the same grain may both write its
-- first state; the function writetostorage then inserts two rows. This index lets the second one fail instead.
CREATE UNIQUE INDEX orleansstorage_one_record ON orleansstorage
(
    grainidhash,
    graintypehash,
    grainidn0,
    grainidn1,
    graintypestring,
    serviceid,
    coalesce(grainidextensionstring, '')
);

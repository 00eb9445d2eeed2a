"""What goes wrong, by name, a file for each thing that is struck."""

from simulation.faults import calls, channel, clock, database, events, files, judge, managers, process

KINDS = (
    events.KINDS
    | channel.KINDS
    | calls.KINDS
    | files.KINDS
    | database.KINDS
    | process.KINDS
    | clock.KINDS
    | judge.KINDS
    | managers.KINDS
)

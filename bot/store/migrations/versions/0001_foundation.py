"""Foundation: chats, inbox, outbox, timers, records, transition log

Revision: 0001, the first
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'chats',
        sa.Column('chat', sa.String(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('session', sa.Text(), nullable=False),
        sa.Column('created_ms', sa.BigInteger(), nullable=False),
        sa.Column('updated_ms', sa.BigInteger(), nullable=False),
        sa.Column('blocked_ms', sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint('chat')
    )
    op.create_table(
        'inbox',
        sa.Column('key', sa.String(), nullable=False),
        sa.Column('received_ms', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('key')
    )
    with op.batch_alter_table('inbox') as batch_op:
        batch_op.create_index(batch_op.f('ix_inbox_received_ms'), ['received_ms'], unique=False)

    op.create_table(
        'outbox',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('chat', sa.String(), nullable=False),
        sa.Column('channel', sa.String(), nullable=False),
        sa.Column('payload', sa.Text(), nullable=False),
        sa.Column('priority', sa.Integer(), nullable=False),
        sa.Column('passing', sa.Boolean(), nullable=False),
        sa.Column('token', sa.String(), nullable=True),
        sa.Column('state', sa.Integer(), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('available_ms', sa.BigInteger(), nullable=False),
        sa.Column('leased_ms', sa.BigInteger(), nullable=False),
        sa.Column('sent_ms', sa.BigInteger(), nullable=True),
        sa.Column('message', sa.BigInteger(), nullable=True),
        sa.Column('trouble', sa.String(), nullable=True),
        sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('outbox') as batch_op:
        batch_op.create_index('outbox_by_token', ['chat', 'token'], unique=False, sqlite_where=sa.text('token IS NOT NULL'), postgresql_where=sa.text('token IS NOT NULL'))
        batch_op.create_index('outbox_of_chat', ['chat', 'id'], unique=False, sqlite_where=sa.text('state = 0'), postgresql_where=sa.text('state = 0'))
        batch_op.create_index('outbox_sent', ['sent_ms'], unique=False, sqlite_where=sa.text('state = 1'), postgresql_where=sa.text('state = 1'))
        batch_op.create_index('outbox_waiting', ['channel', 'priority', 'id'], unique=False, sqlite_where=sa.text('state = 0'), postgresql_where=sa.text('state = 0'))

    op.create_table(
        'records',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('chat', sa.String(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('at_ms', sa.BigInteger(), nullable=False),
        sa.Column('data', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('records') as batch_op:
        batch_op.create_index(batch_op.f('ix_records_chat'), ['chat'], unique=False)

    op.create_table(
        'suspects',
        sa.Column('key', sa.String(), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('key')
    )
    op.create_table(
        'timers',
        sa.Column('chat', sa.String(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('due_ms', sa.BigInteger(), nullable=False),
        sa.Column('token', sa.String(), nullable=True),
        sa.Column('data', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('chat', 'name')
    )
    with op.batch_alter_table('timers') as batch_op:
        batch_op.create_index(batch_op.f('ix_timers_due_ms'), ['due_ms'], unique=False)

    op.create_table(
        'transitions',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
        sa.Column('chat', sa.String(), nullable=False),
        sa.Column('at_ms', sa.BigInteger(), nullable=False),
        sa.Column('dialog', sa.String(), nullable=False),
        sa.Column('event', sa.String(), nullable=False),
        sa.Column('source', sa.String(), nullable=False),
        sa.Column('dest', sa.String(), nullable=False),
        sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('transitions') as batch_op:
        batch_op.create_index(batch_op.f('ix_transitions_chat'), ['chat'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('transitions') as batch_op:
        batch_op.drop_index(batch_op.f('ix_transitions_chat'))

    op.drop_table('transitions')
    with op.batch_alter_table('timers') as batch_op:
        batch_op.drop_index(batch_op.f('ix_timers_due_ms'))

    op.drop_table('timers')
    op.drop_table('suspects')
    with op.batch_alter_table('records') as batch_op:
        batch_op.drop_index(batch_op.f('ix_records_chat'))

    op.drop_table('records')
    with op.batch_alter_table('outbox') as batch_op:
        batch_op.drop_index('outbox_waiting', sqlite_where=sa.text('state = 0'), postgresql_where=sa.text('state = 0'))
        batch_op.drop_index('outbox_sent', sqlite_where=sa.text('state = 1'), postgresql_where=sa.text('state = 1'))
        batch_op.drop_index('outbox_of_chat', sqlite_where=sa.text('state = 0'), postgresql_where=sa.text('state = 0'))
        batch_op.drop_index('outbox_by_token', sqlite_where=sa.text('token IS NOT NULL'), postgresql_where=sa.text('token IS NOT NULL'))

    op.drop_table('outbox')
    with op.batch_alter_table('inbox') as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbox_received_ms'))

    op.drop_table('inbox')
    op.drop_table('chats')

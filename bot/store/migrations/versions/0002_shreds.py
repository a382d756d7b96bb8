"""Sealing at rest: data keys that are to be destroyed

Revision: 0002, follows 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('shreds', sa.Column('key', sa.String(), nullable=False), sa.PrimaryKeyConstraint('key'))


def downgrade() -> None:
    op.drop_table('shreds')

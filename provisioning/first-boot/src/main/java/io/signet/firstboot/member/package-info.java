/** What keeps a running node a member of its owner's mesh. docs/provisioning.md, "What a running node does by itself". */
@NullMarked
package io.signet.firstboot.member;

import org.jspecify.annotations.NullMarked;

-- a copy of the database pays nobody: no keys, no account, no webhook, no job left
UPDATE razorpayx_account
   SET active = false,
       key_id = 'rzp_test_neutralized',
       key_secret = NULL,
       webhook_secret = NULL,
       webhook_token = NULL,
       account_number = '0';
UPDATE queue_job
   SET state = 'cancelled',
       date_cancelled = now() AT TIME ZONE 'UTC'
 WHERE model_name IN ('razorpayx.payout', 'razorpayx.event')
   AND state IN ('wait_dependencies', 'pending', 'enqueued', 'started');
